import { timesAfter, type Trigger } from './trigger.js';

/**
 * Due times of one schedule that are looked at in one go; more of them wait for the next. A day of grace with a time every
 * minute has 1,441: what its owner is to have fired is not cut in two, for the second part would find no place.
 */
const TIMES_AT_ONCE = 1_500;

/** What decides which of the times that have come are fired. */
export interface DueSchedule {
  readonly trigger: Trigger;
  readonly nextDueAt: Date;
  readonly coalesce: boolean;
  readonly misfireGraceSeconds: number;
}

/** What becomes of the times that have come. */
export interface DueTimes {
  readonly fired: Date[];
  /** The first of those that are too late to be fired; a longer stop has as many more as its trigger says. */
  readonly missed: Date | null;
  readonly next: Date | null;
}

/**
 * The times of a schedule that have come by now, as APScheduler means it: one that is later than the grace allows is missed;
 * of several that are not, each is fired, or with `coalesce` the last one only.
 */
export function timesDue(
  { trigger, nextDueAt, coalesce, misfireGraceSeconds }: DueSchedule,
  now: Date,
): DueTimes {
  const oldest = new Date(now.getTime() - misfireGraceSeconds * 1_000);
  const isLate = nextDueAt < oldest;
  const fired: Date[] = [];
  for (const time of comingTimes(trigger, isLate ? { after: before(oldest) } : { from: nextDueAt })) {
    if (time > now || fired.length === TIMES_AT_ONCE)
      return { fired, missed: missedOf(isLate, nextDueAt, coalesce, fired), next: time };
    if (coalesce) fired.length = 0;
    fired.push(time);
  }
  return { fired, missed: missedOf(isLate, nextDueAt, coalesce, fired), next: null };
}

/** A time that was missed is no loss where one that was coalesced with it is fired. */
function missedOf(isLate: boolean, first: Date, coalesce: boolean, fired: readonly Date[]): Date | null {
  return isLate && !(coalesce && fired.length > 0) ? first : null;
}

function* comingTimes(trigger: Trigger, start: { from: Date } | { after: Date }): Generator<Date, void> {
  if ('after' in start) return yield* timesAfter(trigger, start.after);
  yield start.from;
  yield* timesAfter(trigger, start.from);
}

function before(moment: Date): Date {
  return new Date(moment.getTime() - 1);
}
