import { defineError } from '#kernel/errors';

export const ScheduleUnfit = defineError('schedules/unfit', 'invalid', () => {
  return 'The schedule does not fit what is to be scheduled.';
});
export const TooManySchedules = defineError('schedules/too-many', 'conflict', (most: number) => {
  return `There are ${most} schedules with something to come already: cancel one first.`;
});
export const ContentNotReady = defineError('schedules/content-not-ready', 'conflict', (status: string) => {
  return `Content that is ${status} cannot be scheduled: it has to be approved, and not scheduled by itself.`;
});
export const CampaignWithoutTargets = defineError('schedules/campaign-without-targets', 'invalid', () => {
  return 'The campaign has neither kpi_targets.conversion nor kpi_targets.roi to be held against.';
});
export const EntrantsMissing = defineError('schedules/entrants-missing', 'invalid', () => {
  return 'Who enters the sequence must be given by either lead_ids or segment_ids.';
});
export const LeadsNotThere = defineError('schedules/leads-unknown', 'invalid', () => {
  return 'Some of these leads do not exist.';
});
export const AlertNotFound = defineError('schedules/alert-not-found', 'not-found', () => {
  return 'There is no such alert.';
});
