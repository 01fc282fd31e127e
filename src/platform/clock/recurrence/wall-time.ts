import { offsetAt } from '../zone.js';

/**
 * What clocks on walls show, kept as the moment at which a clock in UTC would show the same. A time that comes twice, when
 * clocks are turned back, is its first; one that never comes is as much later as clocks were turned forward (RFC 5545, 3.3.5).
 */
export type WallTime = Date;

const DAY_MS = 86_400_000;

/** What clocks of the zone show at a moment. */
export function wallTimeAt(instant: Date, zone: string): WallTime {
  return new Date(instant.getTime() + offsetAt(zone, instant.getTime()));
}

/** The moment at which clocks of the zone show a time. */
export function instantOfWallTime(wall: WallTime, zone: string): Date {
  const shown = wall.getTime();
  const before = offsetAt(zone, shown - DAY_MS);
  const after = offsetAt(zone, shown + DAY_MS);
  const moments = [before, after]
    .map((offset) => ({ moment: shown - offset, offset }))
    .filter(({ moment, offset }) => offsetAt(zone, moment) === offset)
    .map(({ moment }) => moment);
  return new Date(moments.length > 0 ? Math.min(...moments) : shown - before);
}

/** `2026-12-01T09:00` as a time on a wall. */
export function parseWallTime(text: string): WallTime {
  return new Date(`${text}Z`);
}
