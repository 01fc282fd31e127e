import { defineError } from '#kernel/errors';

export const LeadSourceFailed = defineError(
  'leads/source-failed',
  'unavailable',
  (why: string) => `The lead source at LEAD_SOURCE_URL did not answer as it should: ${why}`,
);
export const LeadSourceKeyRefused = defineError(
  'leads/source-key-refused',
  'unavailable',
  () => 'The lead source at LEAD_SOURCE_URL refuses our key: check LEAD_SOURCE_KEY.',
);
export const LeadSourceCursorRefused = defineError(
  'leads/source-cursor-refused',
  'unavailable',
  () =>
    'The lead source at LEAD_SOURCE_URL no longer knows how far it was read. The next call reads it anew.',
);
export const SyncRunning = defineError(
  'leads/sync-running',
  'conflict',
  () => 'Your leads are being synchronised already. Please wait until that is done.',
);
