import { defineError } from '#kernel/errors';

export const PageAnswered = defineError('research/page-answered', 'invalid', (status: number) => {
  if (status === 403) return 'The page may not be read (HTTP 403): the site may be turning away programs.';
  return `The page could not be read: HTTP ${status}.`;
});
export const SelectorInvalid = defineError('research/selector-invalid', 'invalid', (path: string) => {
  return `${path} is not a CSS selector.`;
});
export const PageTooHeavy = defineError('research/page-too-heavy', 'invalid', () => {
  return 'The page, or a selector on it, takes more time than we give it.';
});
export const TookTooLong = defineError('research/took-too-long', 'invalid', () => {
  return 'The page could not be read in the time there is for it.';
});
export const ScrapeNotFound = defineError('research/scrape-not-found', 'not-found', () => {
  return 'Result not found';
});
export const ResearchNotFound = defineError('research/not-found', 'not-found', () => {
  return 'Research not found';
});
export const ResearchSourceUnknown = defineError('research/source-unknown', 'invalid', () => {
  return 'A statement points to a source that is not among the sources.';
});
export const ScheduleNotFound = defineError('research/schedule-not-found', 'not-found', () => {
  return 'Schedule not found';
});
export const ScheduleUnfit = defineError('research/schedule-unfit', 'invalid', () => {
  return 'The schedule cannot be run like this.';
});
export const TooManySchedules = defineError('research/too-many-schedules', 'conflict', (most: number) => {
  return `There may be ${most} schedules: delete one first.`;
});
