import { instantOfWallTime, wallTimeAt } from '#platform/clock/recurrence/wall-time';

export const WEEKDAYS = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
] as const;
type Weekday = (typeof WEEKDAYS)[number];

/** From one time of a clock on a wall to another of the same day, as `09:00` and `17:30`; `24:00` ends the day. */
export interface Span {
  readonly from: string;
  readonly to: string;
}

/** When the desk is open, told by clocks of a zone. */
export interface BusinessHours {
  readonly zone: string;
  readonly week: Readonly<Record<Weekday, readonly Span[]>>;
  /** Days on which it is closed, as `2026-12-25`. */
  readonly holidays: readonly string[];
}

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
/** Six years; whoever is closed for longer is never open. */
const DAYS_AT_MOST = 2_200;

/** The moment at which so many milliseconds (more than 0) of open time have passed since `from`; null when they never will. */
export function afterOpenTime(hours: BusinessHours, from: number, milliseconds: number): number | null {
  let left = milliseconds;
  for (const [begins, ends] of openSpans(hours, from)) {
    const starts = Math.max(begins, from);
    if (left <= ends - starts) return starts + left;
    left -= ends - starts;
  }
  return null;
}

/** Milliseconds of open time between two moments; 0 when the second is not after the first. */
export function openTimeBetween(hours: BusinessHours, from: number, to: number): number {
  let sum = 0;
  for (const [begins, ends] of openSpans(hours, from)) {
    if (begins >= to) break;
    sum += Math.max(0, Math.min(ends, to) - Math.max(begins, from));
  }
  return sum;
}

/** What is wrong with the hours, in a sentence; undefined when they can be kept. */
export function faultOf({ week }: Pick<BusinessHours, 'week'>): string | undefined {
  for (const day of WEEKDAYS) {
    let last = -1;
    for (const { from, to } of week[day]) {
      if (minutesOf(from) <= last || minutesOf(to) <= minutesOf(from))
        return `The hours of ${day} must be in order, each ending after it begins and before the next one.`;
      last = minutesOf(to);
    }
  }
  return WEEKDAYS.some((day) => week[day].length > 0)
    ? undefined
    : 'The desk must be open on some day of the week.';
}

/**
 * When the desk is open, from the span that holds `from` or comes next on. A time that clocks never show begins when they
 * have been turned forward; one that they show twice begins the first time.
 */
function* openSpans({ zone, week, holidays }: BusinessHours, from: number): Generator<[number, number]> {
  const today = Math.floor(wallTimeAt(new Date(from), zone).getTime() / DAY_MS) * DAY_MS;
  const closed = new Set(holidays);
  let after = from;
  for (let day = today - DAY_MS; day < today + DAYS_AT_MOST * DAY_MS; day += DAY_MS) {
    const date = new Date(day);
    if (closed.has(date.toISOString().slice(0, 10))) continue;
    const weekday = WEEKDAYS[(date.getUTCDay() + 6) % 7] as Weekday;
    for (const span of week[weekday]) {
      const begins = Math.max(instantOf(day, span.from, zone), after);
      const ends = instantOf(day, span.to, zone);
      if (ends <= begins) continue;
      yield [begins, ends];
      after = ends;
    }
  }
}

function instantOf(day: number, time: string, zone: string): number {
  return instantOfWallTime(new Date(day + minutesOf(time) * MINUTE_MS), zone).getTime();
}

function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
}
