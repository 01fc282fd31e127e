const HOUR = 3_600_000;

/** Spans of time that figures are asked for, in milliseconds up to now. */
const SPANS = {
  '1h': HOUR,
  '24h': 24 * HOUR,
  '7d': 7 * 24 * HOUR,
  '30d': 30 * 24 * HOUR,
  '90d': 90 * 24 * HOUR,
};

export const TIME_RANGES = ['1h', '24h', '7d', '30d', '90d', 'all'] as const;
export type TimeRange = (typeof TIME_RANGES)[number];

/** When it began; null for all there ever was. */
export function beginOf(range: TimeRange, now: Date): Date | null {
  return range === 'all' ? null : new Date(now.getTime() - SPANS[range]);
}
