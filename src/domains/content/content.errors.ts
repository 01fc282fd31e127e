import { defineError } from '#kernel/errors';

export const ContentNotFound = defineError('content/not-found', 'not-found', (id: string | number) => {
  return `Content ${id} does not exist.`;
});
export const VersionNotFound = defineError(
  'content/version-not-found',
  'not-found',
  (id: string | number, version: string | number) => `Content ${id} has no version ${version}.`,
);
export const CalendarEntryNotFound = defineError(
  'content/calendar-entry-not-found',
  'not-found',
  (id: string) => `Calendar entry ${id} does not exist.`,
);
export const CampaignUnknown = defineError('content/campaign-unknown', 'invalid', () => {
  return 'The campaign of the content does not exist.';
});
export const IllegalStep = defineError(
  'content/illegal-step',
  'conflict',
  (from: string, to: string) => `Content that is ${from} cannot become ${to}.`,
);
export const ContentNotEditable = defineError(
  'content/not-editable',
  'conflict',
  (status: string) => `Content that is ${status} keeps its words: make a copy and change that.`,
);
export const ScheduleInThePast = defineError('content/schedule-in-the-past', 'invalid', () => {
  return 'Content is scheduled for a time to come; this one has passed.';
});
export const RangeTooLong = defineError('content/range-too-long', 'invalid', (days: number) => {
  return `The calendar is shown from an earlier to a later time, at most ${days} days at once.`;
});
