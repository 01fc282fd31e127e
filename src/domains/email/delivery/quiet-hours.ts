import { nextChange, offsetAt } from '#platform/clock/zone';
import type { QuietHours } from '../mail-settings.js';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** Days without mail follow each other for less than two years: some turns of the clock, and a night at both ends. */
const STEPS_AT_MOST = 50;
const WEEK = 7;

/** The first moment after `now` at which mail may leave; null when it may at `now`. Follows the zone's changes between summer and winter. */
export function quietUntil(quiet: QuietHours, now: Date): Date | null {
  let at = now.getTime();
  for (let step = 0; step < STEPS_AT_MOST; step++) {
    const wall = at + offsetAt(quiet.timezone, at);
    const end = endOfQuiet(quiet, wall);
    if (end === null) break;
    at = passed(quiet.timezone, at, end - wall);
  }
  return at > now.getTime() ? new Date(at) : null;
}

/** When mail may leave no longer, at a moment at which it may; null when that is not within a week. */
export function quietFrom(quiet: QuietHours, now: Date): Date | null {
  let at = now.getTime();
  for (let step = 0; step < STEPS_AT_MOST; step++) {
    const wall = at + offsetAt(quiet.timezone, at);
    const begins = beginOfQuiet(quiet, wall);
    if (begins === null) return null;
    at = passed(quiet.timezone, at, begins - wall);
    if (endOfQuiet(quiet, at + offsetAt(quiet.timezone, at)) !== null) break;
  }
  return new Date(at);
}

/** So much later, or when the clocks of the zone are turned on the way. */
function passed(zone: string, at: number, ahead: number): number {
  return nextChange(zone, at, at + ahead) ?? at + ahead;
}

/** What clocks show when the quiet ends that holds while they show `wall`; null outside it. */
function endOfQuiet(quiet: QuietHours, wall: number): number | null {
  const day = Math.floor(wall / DAY);
  if (isWithoutMail(quiet, day)) {
    let next = day + 1;
    while (isWithoutMail(quiet, next)) next += 1;
    return next * DAY;
  }
  if (quiet.start === undefined || quiet.end === undefined) return null;
  const [local, from, to] = [wall - day * DAY, millisecondsOf(quiet.start), millisecondsOf(quiet.end)];
  const isQuiet = from <= to ? local >= from && local < to : local >= from || local < to;
  return isQuiet ? (local < to ? day : day + 1) * DAY + to : null;
}

/** What clocks show when it may begin next. */
function beginOfQuiet(quiet: QuietHours, wall: number): number | null {
  const day = Math.floor(wall / DAY);
  const days = Array.from({ length: WEEK }, (_, ahead) => day + 1 + ahead);
  const withoutMail = days.find((one) => isWithoutMail(quiet, one));
  const begins = withoutMail === undefined ? [] : [withoutMail * DAY];
  if (quiet.start !== undefined && quiet.start !== quiet.end) {
    const from = millisecondsOf(quiet.start);
    begins.push((wall - day * DAY < from ? day : day + 1) * DAY + from);
  }
  return begins.length > 0 ? Math.min(...begins) : null;
}

/** Whether it is none of the weekdays, or a holiday; days are counted from 1 January 1970, a Thursday. */
function isWithoutMail({ weekdays, holidays }: QuietHours, day: number): boolean {
  if (weekdays && !weekdays.includes(((day + 3) % WEEK) + 1)) return true;
  return holidays?.includes(new Date(day * DAY).toISOString().slice(0, 10)) ?? false;
}

function millisecondsOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return (hours * 60 + minutes) * MINUTE;
}
