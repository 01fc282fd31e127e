/** One measured value of a campaign on one day. */
export interface Reading {
  readonly type: string;
  readonly value: number;
  /** As `2026-11-27`. */
  readonly day: string;
}

interface Benchmark {
  /** What is usual: it gives 50 points. */
  readonly usual: number;
  readonly better: 'higher' | 'lower';
}

/** Usual values by type, rates in per cent; rounded from what mail and social platforms publish. Other types are not judged. */
const BENCHMARKS: Readonly<Record<string, Benchmark>> = {
  open_rate: { usual: 25, better: 'higher' },
  click_rate: { usual: 2.5, better: 'higher' },
  conversion_rate: { usual: 2.5, better: 'higher' },
  engagement_rate: { usual: 2, better: 'higher' },
  unsubscribe_rate: { usual: 0.25, better: 'lower' },
  bounce_rate: { usual: 1.5, better: 'lower' },
  roi: { usual: 100, better: 'higher' },
};

/** Of a score below this nothing can be said in per cent. */
const LEAST = 0.01;

interface TypePerformance {
  readonly average: number;
  /** 0 to 100; null for types that are not judged. */
  readonly score: number | null;
  readonly points: number;
}

type Trend = 'improving' | 'declining' | 'stable' | 'insufficient_data';

export interface Performance {
  /** Mean of the scores of the types, 0 to 100; null when nothing can be judged. */
  readonly score: number | null;
  readonly points: number;
  readonly byType: Readonly<Record<string, TypePerformance>>;
  readonly trend: { readonly direction: Trend; readonly changePercentage: number };
}

/** 50 points for the usual value, 100 for twice as good; null for a type without a usual value. */
export function scoreOf(type: string, value: number): number | null {
  const benchmark = Object.hasOwn(BENCHMARKS, type) ? BENCHMARKS[type] : undefined;
  if (!benchmark) return null;
  if (benchmark.better === 'higher') return clamp((50 * value) / benchmark.usual);
  return value <= 0 ? 100 : clamp((50 * benchmark.usual) / value);
}

/** How a campaign does: each type against its own usual value, so that open rates and returns are not mixed. */
export function performanceOf(readings: readonly Reading[]): Performance {
  const byType: Record<string, TypePerformance> = {};
  for (const [type, values] of grouped(readings, ({ type: name }) => name)) {
    const average = mean(values.map(({ value }) => value));
    byType[type] = {
      average: hundredths(average),
      score: rounded(scoreOf(type, average)),
      points: values.length,
    };
  }
  const scores = Object.values(byType).flatMap(({ score }) => score ?? []);
  return {
    score: scores.length === 0 ? null : Math.round(mean(scores)),
    points: readings.length,
    byType,
    trend: trendOf(readings),
  };
}

/** The mean of the later half of the days against that of the earlier: 10 % more is improving, 10 % less declining. */
export function trendOf(readings: readonly Reading[]): Performance['trend'] {
  const judged = readings.flatMap((reading) => {
    const score = scoreOf(reading.type, reading.value);
    return score === null ? [] : [{ day: reading.day, score }];
  });
  const days = [...grouped(judged, ({ day }) => day)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, ofDay]) => mean(ofDay.map(({ score }) => score)));
  if (days.length < 2) return { direction: 'insufficient_data', changePercentage: 0 };
  const half = Math.floor(days.length / 2);
  const [before, after] = [mean(days.slice(0, half)), mean(days.slice(half))];
  const direction = after > before * 1.1 ? 'improving' : after < before * 0.9 ? 'declining' : 'stable';
  const changePercentage = before < LEAST ? 0 : hundredths(((after - before) / before) * 100);
  return { direction, changePercentage };
}

function grouped<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function clamp(score: number): number {
  return Math.min(100, Math.max(0, score));
}

function rounded(score: number | null): number | null {
  return score === null ? null : Math.round(score);
}

function hundredths(value: number): number {
  return Math.round(value * 100) / 100;
}
