import type { Insight, InsightLevel } from '#domains/analytics/analytics.answers.dto';
import { ANOMALY_NEEDS, lastAgainstBefore } from '#domains/analytics/statistics/anomaly';
import { changePercent } from '#domains/analytics/statistics/change';
import { slopeOfLast } from '#domains/analytics/statistics/line';
import { surely } from './metrics/confidence.js';
import { hundredths, type Metric, type MetricDefinition, type Series } from './metrics/metric.js';

/** From how great a change on it is told, in per cent. */
const CHANGE_TOLD = 10;
/** A change less sure than this may be chance, whatever its size. */
const SURE = 0.8;
const SLOPE_DAYS = 5;
const ORDER: readonly InsightLevel[] = ['critical', 'high', 'medium', 'low'];

/** Something in the figures that is worth a word. */
export interface Signal {
  readonly kind: 'trend' | 'anomaly';
  readonly metric: MetricDefinition;
  readonly level: InsightLevel;
  readonly impact: Insight['impact'];
  /** 0 to 1. */
  readonly impactScore: number;
  readonly confidence: number | null;
  readonly changePercent: number | null;
  readonly value: number;
  /** Of the period before; of the nine days before, on average, for an anomaly. */
  readonly reference: number;
  /** How much it rises a day over the last five; null where there are no days. */
  readonly slope: number | null;
  /** The unusual day. */
  readonly day: string | null;
}

/** Metrics that have changed by 10 % or more against the period before. */
export function trendsIn(metrics: readonly Metric[], series: readonly Series[]): Signal[] {
  return metrics.flatMap((metric) => {
    const { value, previous_value: reference, change_percent: change, confidence } = metric;
    if (value === null || reference === null || change === null || Math.abs(change) < CHANGE_TOLD) return [];
    const impact = impactOf(metric, change);
    const points = series.find(({ name }) => name === metric.name)?.points ?? [];
    const slope = slopeOfLast(
      points.map((point) => point.value),
      SLOPE_DAYS,
    );
    return {
      kind: 'trend' as const,
      metric,
      level: levelOf(change, impact, confidence),
      impact,
      impactScore: hundredths(Math.min(1, Math.abs(change) / 100)),
      confidence,
      changePercent: change,
      value,
      reference,
      slope: slope === null ? null : hundredths(slope),
      day: null,
    };
  });
}

/** Series whose last day is further than two standard deviations from the nine days before. */
export function anomaliesIn(series: readonly Series[]): Signal[] {
  return series.flatMap((metric) => {
    const last = lastAgainstBefore(metric.points.map(({ value }) => value));
    if (!last?.unusual) return [];
    const distance = last.value - last.expected;
    const change = changePercent(last.value, last.expected);
    const impact = impactOf(metric, distance);
    return {
      kind: 'anomaly' as const,
      metric,
      level: ({ negative: 'high', positive: 'medium', neutral: 'low' } as const)[impact],
      impact,
      impactScore: change === null ? 1 : hundredths(Math.min(1, Math.abs(change) / 100)),
      confidence: surely(distance, last.sigma),
      changePercent: change === null ? null : hundredths(change),
      value: hundredths(last.value),
      reference: hundredths(last.expected),
      slope: null,
      day: metric.points.at(-1)?.day ?? null,
    };
  });
}

/** Whether a series is long enough to tell an unusual day. */
export function isLongEnough({ points }: Series): boolean {
  return points.length >= ANOMALY_NEEDS;
}

/** The gravest first; among those alike, the greatest change. */
export function gravestFirst(signals: readonly Signal[]): Signal[] {
  return signals.toSorted(
    (a, b) => ORDER.indexOf(a.level) - ORDER.indexOf(b.level) || b.impactScore - a.impactScore,
  );
}

/** For the worse a change counts one level more than for the better; what may be chance is `low`. */
export function levelOf(change: number, impact: Insight['impact'], confidence: number | null): InsightLevel {
  if (confidence !== null && confidence < SURE) return 'low';
  const size = Math.abs(change);
  const step = size >= 50 ? 2 : size >= 25 ? 1 : 0;
  if (impact === 'negative') return (['medium', 'high', 'critical'] as const)[step];
  if (impact === 'positive') return (['low', 'medium', 'high'] as const)[step];
  return step === 2 ? 'medium' : 'low';
}

function impactOf({ better }: MetricDefinition, change: number): Insight['impact'] {
  if (better === 'neither' || change === 0) return 'neutral';
  return change > 0 === (better === 'higher') ? 'positive' : 'negative';
}
