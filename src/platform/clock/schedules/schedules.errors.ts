import { defineError } from '#kernel/errors';

export const ScheduleNotFound = defineError('schedules/not-found', 'not-found', () => {
  return 'There is no such schedule.';
});
export const ScheduleOver = defineError('schedules/over', 'conflict', (status: string, verb: string) => {
  return `A schedule that is ${status} cannot be ${verb}.`;
});
export const ScheduleBusy = defineError('schedules/busy', 'conflict', (running: number) => {
  return `The schedule has ${running} runs at work already; it may have no more at a time.`;
});
export const TriggerNeverComes = defineError('schedules/trigger-never-comes', 'invalid', () => {
  return 'The trigger names no time that comes.';
});
export const ScheduleCampaignUnknown = defineError('schedules/campaign-unknown', 'invalid', () => {
  return 'The campaign of the schedule does not exist.';
});
/** Thrown by the work of a firing that has failed for good. */
export const FiringFailed = defineError('schedules/firing-failed', 'conflict', (why: string) => why);
