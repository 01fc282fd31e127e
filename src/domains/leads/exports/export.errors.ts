import { defineError } from '#kernel/errors';

export const ExportNotFound = defineError('leads/export-not-found', 'not-found', () => 'Export not found');
export const ExportFinished = defineError(
  'leads/export-finished',
  'conflict',
  (status: string) => `The export is already ${status}.`,
);
export const TooManyExports = defineError(
  'leads/too-many-exports',
  'conflict',
  () => 'Five of your exports are waiting or being written. Please wait for one of them.',
);
export const ExportColumnUnknown = defineError(
  'leads/export-column-unknown',
  'malformed',
  (column: string) => `There is no column ${column}.`,
);
export const ExportFilterUnreadable = defineError(
  'leads/export-filter-unreadable',
  'malformed',
  () => 'filter must be a JSON object.',
);
export const ExportLinkUnknown = defineError(
  'leads/export-link-unknown',
  'not-found',
  () => 'There is no file behind this link.',
);
export const ExportLinkExpired = defineError(
  'leads/export-link-expired',
  'gone',
  () => 'The link has expired. Whoever made the export can get a new one.',
);
