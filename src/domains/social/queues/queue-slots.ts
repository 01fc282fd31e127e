import { instantOfWallTime, wallTimeAt } from '#platform/clock/recurrence/wall-time';

/** A time of the week. */
export interface QueueSlot {
  /** 1 is Monday, 7 is Sunday. */
  readonly day: number;
  /** `HH:MM` on clocks of the time zone. */
  readonly time: string;
}

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
/** Nobody plans further: fifty-three weeks. */
const DAYS_LOOKED_AT = 371;

/** The first moment after `now` that is a slot and not taken; undefined when there is none within a year. */
export function nextFreeSlot(
  { slots, timezone }: { readonly slots: readonly QueueSlot[]; readonly timezone: string },
  taken: readonly Date[],
  now: Date,
): Date | undefined {
  const full = new Set(taken.map(minuteOf));
  const today = Math.floor(wallTimeAt(now, timezone).getTime() / DAY_MS) * DAY_MS;
  for (let day = today; day < today + DAYS_LOOKED_AT * DAY_MS; day += DAY_MS) {
    const free = slots
      .filter((slot) => slot.day === weekdayOf(day))
      .map(({ time }) => instantOfWallTime(new Date(day + millisecondsOf(time)), timezone))
      .filter((moment) => moment > now && !full.has(minuteOf(moment)))
      .sort((one, other) => one.getTime() - other.getTime());
    if (free[0]) return free[0];
  }
  return undefined;
}

function weekdayOf(day: number): number {
  return new Date(day).getUTCDay() || 7;
}

function millisecondsOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return (hours * 60 + minutes) * MINUTE_MS;
}

function minuteOf(moment: Date): number {
  return Math.floor(moment.getTime() / MINUTE_MS);
}
