import { normal } from '#kernel/normal';
import type { MetricDefinition, Reading } from './metric.js';

/** Nothing is ever certain. */
const MOST = 0.99;

/**
 * How surely two periods differ by more than chance, 0 to 0.99. Counts of what others do are compared as two Poisson counts,
 * shares as two proportions with pooled variance, both two-sided by the normal distribution. Null for everything else.
 */
export function confidenceOf(
  { unit, better }: Pick<MetricDefinition, 'unit' | 'better'>,
  current: Reading,
  previous: Reading,
): number | null {
  const [a, b] = [current.value, previous.value];
  if (a === null || b === null) return null;
  if (unit === 'count') return better === 'neither' ? null : surely(a - b, Math.sqrt(a + b));
  if (unit !== 'percent' || !current.of || !previous.of) return null;
  const pooled = (a * current.of + b * previous.of) / (current.of + previous.of) / 100;
  return surely(
    (a - b) / 100,
    Math.sqrt(pooled * Math.max(0, 1 - pooled) * (1 / current.of + 1 / previous.of)),
  );
}

/** How surely a distance is no chance, where chance alone has this standard deviation. */
export function surely(distance: number, deviation: number): number | null {
  if (!(deviation > 0)) return null;
  return Math.min(MOST, Math.floor((2 * normal(Math.abs(distance) / deviation) - 1) * 100) / 100);
}
