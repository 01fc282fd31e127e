import { ExportFileService } from '../exports/export-file.service.js';
import { ExportLinks } from '../exports/export-links.js';
import { ExportStore } from '../exports/export-store.js';
import { ExportHandler } from '../exports/export.handler.js';
import { ExportRepository } from '../exports/export.repository.js';
import { ExportService, ExportRetention } from '../exports/export.service.js';
import { ExportedLeadRepository } from '../exports/exported-lead.repository.js';
import { BatchWriter } from './batch-writer.js';
import { ImportBatchRepository } from './import-batch.repository.js';
import { ImportHandler } from './import.handler.js';
import { ImportRepository } from './import.repository.js';
import { ImportService } from './import.service.js';
import { PreviewService } from './preview.service.js';
import { UploadStore } from './upload-store.js';
import { UploadClock, SweepUploadsHandler } from './upload.clock.js';

/** Leads that come from files and go into files. */
export const FILES = [
  ImportService,
  ImportRepository,
  ImportBatchRepository,
  BatchWriter,
  PreviewService,
  ImportHandler,
  UploadStore,
  UploadClock,
  SweepUploadsHandler,
  ExportService,
  ExportFileService,
  ExportRepository,
  ExportedLeadRepository,
  ExportHandler,
  ExportLinks,
  ExportStore,
  ExportRetention,
];
