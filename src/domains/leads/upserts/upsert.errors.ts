import { defineError } from '#kernel/errors';

export const UpsertRefused = defineError('leads/upsert-refused', 'invalid', (first: string) => first);
export const UpsertContended = defineError(
  'leads/upsert-contended',
  'unavailable',
  () => 'The same leads are being written by somebody else. Please try again.',
);
