import { Module } from '@nestjs/common';
import { AiModule } from '#platform/ai/ai.module';
import { ChannelsModule } from '#platform/channels/channels.module';
import { ClockModule } from '#platform/clock/clock.module';
import { HttpModule } from '#platform/http/http.module';
import { JobsModule } from '#platform/jobs/jobs.module';
import { RetentionModule } from '#platform/retention/retention.module';
import { SecretsModule } from '#platform/secrets/secrets.module';
import { StorageModule } from '#platform/storage/storage.module';
import { WebModule } from '#platform/web/web.module';
import { provideAll } from '#platform/wiring/provide-all';
import { RecordedActivityController } from './activities/recorded-activity.controller.js';
import { RecordedActivityRepository } from './activities/recorded-activity.repository.js';
import { RecordedActivityService } from './activities/recorded-activity.service.js';
import { ADDRESSES } from './addresses/addresses.parts.js';
import { AnalyticsController } from './analytics/analytics.controller.js';
import { NUMBERS } from './analytics/analytics.parts.js';
import { AudienceRepository } from './audiences/audience.repository.js';
import { AudienceService } from './audiences/audience.service.js';
import { LeadBatches } from './batches/lead-batch.service.js';
import { CapturedLeadController } from './captured-lead.controller.js';
import { ConsentController } from './consents/consent.controller.js';
import { ConsentRepository } from './consents/consent.repository.js';
import { ConsentService } from './consents/consent.service.js';
import { Withdrawals } from './consents/withdrawals.js';
import { EngagementService } from './engagements/engagement.service.js';
import { ENRICHMENT, ENRICHMENT_CONTROLLERS } from './enrichment/enrichment.parts.js';
import { EnrichmentService } from './enrichment/enrichment.service.js';
import { ExportController, ExportDownloadController } from './exports/export.controller.js';
import { LeadFieldController } from './fields/lead-field.controller.js';
import { LeadFieldRepository } from './fields/lead-field.repository.js';
import { LeadFieldService } from './fields/lead-field.service.js';
import { SEGMENTS_AND_SCORES, SEGMENT_AND_SCORE_CONTROLLERS } from './following/following.parts.js';
import { FORMS, FORM_CONTROLLERS } from './forms/forms.parts.js';
import { HygieneController } from './hygiene/hygiene.controller.js';
import { HygieneService } from './hygiene/hygiene.service.js';
import { FILES } from './imports/files.parts.js';
import { ImportController } from './imports/import.controller.js';
import { LeadController } from './lead.controller.js';
import { LeadRepository } from './lead.repository.js';
import { LeadService } from './lead.service.js';
import { LeadListRepository } from './lists/lead-list.repository.js';
import { LeadListService } from './lists/lead-list.service.js';
import { LeadTotals } from './lists/lead-totals.js';
import { DuplicateRepository } from './merges/duplicate.repository.js';
import { DuplicateService } from './merges/duplicate.service.js';
import { MergeController } from './merges/merge.controller.js';
import { MergeRepository } from './merges/merge.repository.js';
import { MergeService } from './merges/merge.service.js';
import { NoteController } from './notes/note.controller.js';
import { NoteRepository } from './notes/note.repository.js';
import { NoteService } from './notes/note.service.js';
import { OutlookController } from './outlook/outlook.controller.js';
import { OutlookRepository } from './outlook/outlook.repository.js';
import { OutlookService } from './outlook/outlook.service.js';
import { JudgementService } from './qualification/judgements/judgement.service.js';
import { QUALIFICATION, QUALIFICATION_CONTROLLERS } from './qualification/qualification.parts.js';
import { QualificationService } from './qualification/qualification.service.js';
import { RemovalRetention } from './removal/removal-retention.js';
import { RemovalService } from './removal/removal.service.js';
import { RemovedLeadController } from './removal/removed-lead.controller.js';
import { RemovedLeadRepository } from './removal/removed-lead.repository.js';
import { ReportService } from './reports/report.service.js';
import { LEAD_SOURCES } from './sync/lead-source.js';
import { RestSource } from './sync/rest.source.js';
import { SyncController } from './sync/sync.controller.js';
import { SyncRepository } from './sync/sync.repository.js';
import { SyncService } from './sync/sync.service.js';
import { TagController } from './tags/tag.controller.js';
import { TagRepository } from './tags/tag.repository.js';
import { TagService } from './tags/tag.service.js';
import { ActivityRepository } from './timeline/activity.repository.js';
import { TimelineController } from './timeline/timeline.controller.js';
import { TimelineService } from './timeline/timeline.service.js';
import { LeadFeed } from './telling/lead-feed.repository.js';
import { UpsertController } from './upserts/upsert.controller.js';
import { UpsertRepository } from './upserts/upsert.repository.js';
import { UpsertService } from './upserts/upsert.service.js';

/** What is known of a lead beside its row. */
const AROUND_A_LEAD = [
  LeadFieldRepository,
  LeadFieldService,
  ActivityRepository,
  TimelineService,
  ConsentRepository,
  ConsentService,
  Withdrawals,
  NoteRepository,
  NoteService,
  RecordedActivityRepository,
  RecordedActivityService,
  OutlookRepository,
  OutlookService,
  TagRepository,
  TagService,
  MergeRepository,
  MergeService,
  DuplicateRepository,
  DuplicateService,
  UpsertRepository,
  UpsertService,
  RemovedLeadRepository,
  RemovalRetention,
  RemovalService,
  HygieneService,
];

/** Leads narrowed, sorted and searched. */
const LISTS = [LeadListService, LeadListRepository, LeadTotals];

/** Every system that leads are taken over from. To add one, write its class and name it here. */
const SOURCES = [RestSource];

/** People who might buy: captured from forms, imported from files, handed to campaigns as audiences. */
@Module({
  imports: [
    AiModule,
    ChannelsModule,
    ClockModule,
    HttpModule,
    JobsModule,
    RetentionModule,
    SecretsModule,
    StorageModule,
    WebModule,
  ],
  // What has a name of its own stands before leads, whose `/api/leads/:leadId` would take their paths.
  controllers: [
    ImportController,
    ExportController,
    ExportDownloadController,
    RemovedLeadController,
    LeadFieldController,
    MergeController,
    ConsentController,
    NoteController,
    RecordedActivityController,
    OutlookController,
    TagController,
    TimelineController,
    UpsertController,
    SyncController,
    HygieneController,
    ...SEGMENT_AND_SCORE_CONTROLLERS,
    AnalyticsController,
    ...ENRICHMENT_CONTROLLERS,
    ...QUALIFICATION_CONTROLLERS,
    LeadController,
    CapturedLeadController,
    ...FORM_CONTROLLERS,
  ],
  providers: [
    ...AROUND_A_LEAD,
    ...ADDRESSES,
    ...SEGMENTS_AND_SCORES,
    ...LISTS,
    ...NUMBERS,
    ...ENRICHMENT,
    ...QUALIFICATION,
    LeadService,
    LeadRepository,
    AudienceRepository,
    AudienceService,
    ...FORMS,
    ...FILES,
    ...provideAll(LEAD_SOURCES, SOURCES),
    SyncService,
    SyncRepository,
  ],
  exports: [
    AudienceService,
    EngagementService,
    EnrichmentService,
    JudgementService,
    LeadBatches,
    LeadFeed,
    LeadService,
    QualificationService,
    ReportService,
    UpsertService,
  ],
})
export class LeadsModule {}
