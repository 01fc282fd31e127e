import type { QuietHours } from '../mail-settings.js';

const MINUTE = 60_000;
const DAY_MINUTES = 24 * 60;

/** When the quiet hours that hold at `now` end; null outside them. Follows the zone's changes between summer and winter. */
export function quietUntil({ start, end, timezone }: QuietHours, now: Date): Date | null {
  const local = minuteOfDay(now, timezone);
  const from = minutesOf(start);
  const to = minutesOf(end);
  const quiet = from <= to ? local >= from && local < to : local >= from || local < to;
  if (!quiet) return null;
  const guess = new Date(Math.floor(now.getTime() / MINUTE) * MINUTE + distance(local, to) * MINUTE);
  // A clock change on the way makes the guess miss by its size: corrected once.
  const miss = distance(to, minuteOfDay(guess, timezone));
  const late = miss > DAY_MINUTES / 2 ? miss - DAY_MINUTES : miss;
  const ended = new Date(guess.getTime() - late * MINUTE);
  return ended > now ? ended : guess;
}

/** When the quiet hours begin next, at a moment outside them; as clocks stand then, to the minute. */
export function quietFrom({ start, timezone }: QuietHours, now: Date): Date {
  const ahead = distance(minuteOfDay(now, timezone), minutesOf(start)) || DAY_MINUTES;
  return new Date(Math.floor(now.getTime() / MINUTE) * MINUTE + ahead * MINUTE);
}

function distance(from: number, to: number): number {
  return (to - from + DAY_MINUTES) % DAY_MINUTES;
}

function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
}

function minuteOfDay(instant: Date, timezone: string): number {
  const time = new Intl.DateTimeFormat('en-GB', {
    timeZone: timezone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  return minutesOf(time.format(instant));
}
