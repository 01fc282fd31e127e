import { defineError } from '#kernel/errors';

export const ImportNotFound = defineError('leads/import-not-found', 'not-found', () => 'Import not found');
export const ImportTooLarge = defineError(
  'leads/import-too-large',
  'too-large',
  () => 'The file is larger than 200 MB.',
);
export const ImportEmpty = defineError('leads/import-empty', 'malformed', () => 'The file is empty.');
export const ImportMappingInvalid = defineError(
  'leads/import-mapping-invalid',
  'malformed',
  (what: string) => what,
);
export const UploadBroken = defineError(
  'leads/upload-broken',
  'malformed',
  () => 'The upload ended before the file was complete.',
);
export const ImportFinished = defineError(
  'leads/import-finished',
  'conflict',
  (status: string) => `The import is already ${status}.`,
);
