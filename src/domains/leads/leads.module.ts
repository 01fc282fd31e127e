import { Module } from '@nestjs/common';
import { ClockModule } from '#platform/clock/clock.module';
import { JobsModule } from '#platform/jobs/jobs.module';
import { StorageModule } from '#platform/storage/storage.module';
import { AudienceRepository } from './audiences/audience.repository.js';
import { CapturedLeadController } from './captured-lead.controller.js';
import { FormController } from './forms/form.controller.js';
import { FormPageController } from './forms/form-page.controller.js';
import { FormRepository } from './forms/form.repository.js';
import { FormService } from './forms/form.service.js';
import { PublishedForms } from './forms/published-forms.js';
import { ImportBatchRepository } from './imports/import-batch.repository.js';
import { ImportController } from './imports/import.controller.js';
import { ImportHandler } from './imports/import.handler.js';
import { ImportRepository } from './imports/import.repository.js';
import { ImportService } from './imports/import.service.js';
import { UploadStore } from './imports/upload-store.js';
import { SweepUploadsHandler, UploadClock } from './imports/upload.clock.js';
import { LeadController } from './lead.controller.js';
import { LeadRepository } from './lead.repository.js';
import { LeadService } from './lead.service.js';
import { QualificationRepository } from './qualification/qualification.repository.js';
import { QualificationService } from './qualification/qualification.service.js';
import { ExportService } from './reports/export.service.js';
import { ReportRepository } from './reports/report.repository.js';
import { ReportService } from './reports/report.service.js';
import { CaptureBatcher } from './submissions/capture-batcher.js';
import { CaptureRepository } from './submissions/capture.repository.js';
import { SubmissionController } from './submissions/submission.controller.js';
import { SubmissionService } from './submissions/submission.service.js';

/** People who might buy: captured from forms, imported from files, handed to campaigns as audiences. */
@Module({
  imports: [ClockModule, JobsModule, StorageModule],
  // Imports stand before leads, whose `/api/leads/:leadId` would take their paths.
  controllers: [
    ImportController,
    LeadController,
    CapturedLeadController,
    FormController,
    FormPageController,
    SubmissionController,
  ],
  providers: [
    LeadService,
    LeadRepository,
    AudienceRepository,
    QualificationService,
    QualificationRepository,
    ReportService,
    ReportRepository,
    ExportService,
    FormService,
    FormRepository,
    PublishedForms,
    SubmissionService,
    CaptureBatcher,
    CaptureRepository,
    ImportService,
    ImportRepository,
    ImportBatchRepository,
    ImportHandler,
    UploadStore,
    UploadClock,
    SweepUploadsHandler,
  ],
  exports: [LeadService, QualificationService, ReportService],
})
export class LeadsModule {}
