/** One measured value of a campaign on one day. */
export interface Reading {
  readonly type: string;
  readonly value: number;
  /** As `2026-11-27`. */
  readonly day: string;
  /** How many it was measured of: a rate of 1,000 mails tells more than one of a single mail. Left out it counts as one. */
  readonly weight?: number;
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
  /** By weight: of mail sent on several days the rate of all of it. */
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
  for (const [type, ofType] of grouped(readings, ({ type: name }) => name)) {
    const average = averageOf(ofType);
    byType[type] = {
      average: hundredths(average),
      score: rounded(scoreOf(type, average)),
      points: ofType.length,
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

/** The score of the later half of the days against that of the earlier: 10 % more is improving, 10 % less declining. */
export function trendOf(readings: readonly Reading[]): Performance['trend'] {
  const judged = readings.filter(({ type, value }) => scoreOf(type, value) !== null);
  const days = [...new Set(judged.map(({ day }) => day))].sort();
  const middle = days[Math.floor(days.length / 2)];
  if (days.length < 2 || middle === undefined) return { direction: 'insufficient_data', changePercentage: 0 };
  const [before, after] = [
    overall(judged.filter(({ day }) => day < middle)),
    overall(judged.filter(({ day }) => day >= middle)),
  ];
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

/** The mean of the scores of the types, each by what it was on average. */
function overall(judged: readonly Reading[]): number {
  const byType = [...grouped(judged, ({ type }) => type)];
  return mean(byType.map(([type, ofType]) => scoreOf(type, averageOf(ofType)) ?? 0));
}

function averageOf(readings: readonly Reading[]): number {
  const weight = readings.reduce((sum, { weight: own = 1 }) => sum + own, 0);
  return readings.reduce((sum, { value, weight: own = 1 }) => sum + value * (own / weight), 0);
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
