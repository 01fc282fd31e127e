import type { Cron } from 'croner';
import { cronLine } from './cron-line.js';
import { isZone, nextChange, offsetAt } from './zone.js';

const MINUTE_MS = 60_000;
/** The longest that any zone has gone through twice. */
const LONGEST_REPEAT_MS = 25 * 60 * MINUTE_MS;
const REMEMBERED = 1_000;
const EVERY_HOUR = new Set(['*', '*/1', '0-23', '0-23/1']);

const remembered = new Map<string, Cron>();

/**
 * The times of a cron line of five fields on the wall clocks of a zone, after an instant and in their order; none for what is
 * no such line or zone. Where clocks are put forward, a line that names its hours comes once, at the first instant behind
 * the gap, for all its times that the night leaves out; where they are put back, it comes the first time only. A line of every
 * hour goes by real time: it misses what is left out and comes both times.
 */
export function* zonedCronTimes(line: string, zone: string, after: Date): Generator<Date, void> {
  const cron = cronOf(line);
  if (!cron || !isZone(zone)) return;
  const namesHours = !EVERY_HOUR.has(line.trim().split(/\s+/)[1] ?? '') && line.trim() !== '@hourly';
  let at = after.getTime();
  let shown = namesHours ? shownUntil(zone, at) : -Infinity;
  for (;;) {
    const offset = offsetAt(zone, at);
    const wall = nextWall(cron, Math.max(at + offset, shown));
    if (wall === null) return;
    const change = nextChange(zone, at, wall - offset);
    if (change === null) {
      at = wall - offset;
      yield new Date(at);
      continue;
    }
    const later = offsetAt(zone, change);
    if (namesHours && later < offset) shown = change + offset - 1;
    at = change;
    const comesAtOnce = change + later > shown && nextWall(cron, change + later - 1) === change + later;
    if (comesAtOnce || (namesHours && wall < change + later)) yield new Date(at);
  }
}

/** The next times of such a line; null for what is no such line or zone. */
export function zonedTimes(line: string, zone: string, after: Date, count: number): Date[] | null {
  if (!cronOf(line) || !isZone(zone)) return null;
  return [...zonedCronTimes(line, zone, after).take(count)];
}

/** Where an hour is being gone through again: the last wall time that has been shown before. */
function shownUntil(zone: string, at: number): number {
  const earlier = at - LONGEST_REPEAT_MS;
  const change = nextChange(zone, earlier, at);
  if (change === null) return -Infinity;
  return change + offsetAt(zone, change - 1_000) - 1;
}

function nextWall(cron: Cron, after: number): number | null {
  return cron.nextRun(new Date(after))?.getTime() ?? null;
}

function cronOf(line: string): Cron | null {
  const known = remembered.get(line);
  if (known) return known;
  const cron = cronLine(line);
  if (!cron) return null;
  if (remembered.size >= REMEMBERED) remembered.clear();
  remembered.set(line, cron);
  return cron;
}
