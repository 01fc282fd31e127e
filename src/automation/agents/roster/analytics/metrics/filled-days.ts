import { dayAfter } from '#kernel/period';
import type { DayValue } from './metric.js';

/** A value for every day from the first that has one to the last before `end`: 0 where there was none. */
export function filledDays(points: readonly DayValue[], end: string): DayValue[] {
  const known = new Map(points.map(({ day, value }) => [day, value]));
  const filled: DayValue[] = [];
  for (let day = points[0]?.day ?? end; day < end; day = dayAfter(day, 1))
    filled.push({ day, value: known.get(day) ?? 0 });
  return filled;
}
