import { defineError } from '#kernel/errors';

export const ActivityNotFound = defineError(
  'leads/activity-not-found',
  'not-found',
  () => 'Activity not found',
);
export const ActivityAhead = defineError(
  'leads/activity-ahead',
  'invalid',
  () => 'An activity is recorded once it has happened: occurred_at lies ahead.',
);
