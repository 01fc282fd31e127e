import { defineError } from '#kernel/errors';

export const SubmissionUnreadable = defineError(
  'leads/submission-unreadable',
  'malformed',
  () => 'The submission must be a JSON object.',
);
export const SubmissionTooLarge = defineError(
  'leads/submission-too-large',
  'too-large',
  () => 'The submission is larger than 32 KB.',
);
export const EmailRequired = defineError('leads/email-required', 'malformed', () => 'Email is required');
export const SubmissionRefused = defineError('leads/submission-refused', 'invalid', (first: string) => first);
export const CaptureOverloaded = defineError(
  'leads/capture-overloaded',
  'unavailable',
  () => 'Too many submissions are arriving at once. Please try again in a moment.',
);
