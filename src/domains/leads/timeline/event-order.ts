import type { TimelinePosition } from './lead-history.js';

/** Sorts newest first, of one moment the higher id first, as Postgres orders `(at desc, id desc)`. */
export function newerFirst(one: TimelinePosition, other: TimelinePosition): number {
  const [a, b] = [sortKey(one), sortKey(other)];
  return a < b ? 1 : a > b ? -1 : 0;
}

/** Postgres leaves out zeros at the end of a fraction; only with them do instants sort as text. */
function sortKey({ at, id }: TimelinePosition): string {
  const [seconds = '', fraction = ''] = at.replace('Z', '').split('.');
  return `${seconds}.${fraction.padEnd(6, '0')} ${id}`;
}
