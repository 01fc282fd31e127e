import type { Insight, InsightLevel } from '#domains/analytics/analytics.answers.dto';
import { ANOMALY_NEEDS, lastAgainstBefore } from '#domains/analytics/statistics/anomaly';
import { changePercent } from '#domains/analytics/statistics/change';
import { correlationOf } from '#domains/analytics/statistics/correlation';
import { slopeOfLast } from '#domains/analytics/statistics/line';
import { surely } from './metrics/confidence.js';
import { hundredths, type Metric, type MetricDefinition, type Series } from './metrics/metric.js';

/** From how great a change on it is told, in per cent. */
const CHANGE_TOLD = 10;
/** A change less sure than this may be chance, whatever its size. */
const SURE = 0.8;
const SLOPE_DAYS = 5;
/** From which coefficient on two metrics are said to move together, and how sure that must be: many pairs are looked at. */
const CLOSE = 0.6;
const SURE_OF_RELATION = 0.99;
/** A series with fewer different values is mostly made of days without anything. */
const DIFFERENT_VALUES = 5;
const RELATIONS_TOLD = 3;
const ORDER: readonly InsightLevel[] = ['critical', 'high', 'medium', 'low'];

/** Something in the figures that is worth a word. */
export interface Signal {
  readonly kind: 'trend' | 'anomaly' | 'relation';
  readonly metric: MetricDefinition;
  /** What it moves with, or against. */
  readonly related: MetricDefinition | null;
  readonly level: InsightLevel;
  readonly impact: Insight['impact'];
  /** 0 to 1. */
  readonly impactScore: number;
  readonly confidence: number | null;
  readonly changePercent: number | null;
  /** For a relation the coefficient, -1 to 1. */
  readonly value: number;
  /** Of the period before; of the nine days before, on average, for an anomaly; the number of days for a relation. */
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
      related: null,
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
      related: null,
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

/** Metrics of different types that rise and fall on the same days, or against each other: three at most, the closest first. */
export function relationsIn(series: readonly Series[]): Signal[] {
  const varied = series.filter(
    ({ points }) => new Set(points.map(({ value }) => value)).size >= DIFFERENT_VALUES,
  );
  return varied
    .flatMap((metric, at) => varied.slice(at + 1).flatMap((related) => relationOf(metric, related) ?? []))
    .toSorted((a, b) => b.impactScore - a.impactScore)
    .slice(0, RELATIONS_TOLD);
}

function relationOf(metric: Series, related: Series): Signal | null {
  if (metric.type === related.type) return null;
  const others = new Map(related.points.map(({ day, value }) => [day, value]));
  const pairs = metric.points.flatMap(({ day, value }) => {
    const other = others.get(day);
    return other === undefined ? [] : [[value, other] as const];
  });
  const found = correlationOf(pairs);
  if (!found || Math.abs(found.coefficient) < CLOSE || found.confidence < SURE_OF_RELATION) return null;
  return {
    kind: 'relation',
    metric,
    related,
    level: 'low',
    impact: 'neutral',
    impactScore: hundredths(Math.abs(found.coefficient)),
    confidence: hundredths(found.confidence),
    changePercent: null,
    value: hundredths(found.coefficient),
    reference: pairs.length,
    slope: null,
    day: null,
  };
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
