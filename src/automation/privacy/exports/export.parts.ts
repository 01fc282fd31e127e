import { DataNowService } from './contents/data-now.service.js';
import { ExportArchive } from './contents/export-archive.js';
import { WriteExportHandler } from './export.handler.js';
import { ExportLinks } from './export-links.js';
import { ExportRepository } from './export.repository.js';
import { ExportRetention } from './export-retention.js';
import { ExportService } from './export.service.js';
import { ExportStore } from './export-store.js';
import { OwnedData } from './contents/owned-data.js';

/** What gives users everything that is kept of them. */
export const EXPORTS = [
  DataNowService,
  ExportArchive,
  ExportLinks,
  ExportRepository,
  ExportRetention,
  ExportService,
  ExportStore,
  OwnedData,
  WriteExportHandler,
];
