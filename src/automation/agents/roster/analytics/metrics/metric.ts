import type { MetricFigure } from '#domains/analytics/analytics.answers.dto';

export const METRIC_TYPES = [
  'campaign_performance',
  'lead_generation',
  'email',
  'content_engagement',
  'social_media',
  'website_traffic',
  'conversion',
  'roi',
] as const;
export type MetricType = (typeof METRIC_TYPES)[number];

/** Something that can be measured of an owner's marketing. */
export interface MetricDefinition {
  readonly name: string;
  /** As a sentence about it begins. @example 'New leads' */
  readonly label: string;
  readonly type: MetricType;
  /** `percent` is 0 to 100, `score` 0 to 100; `money` is in the currency of the campaigns. */
  readonly unit: MetricFigure['unit'];
  /** Which way is good; `neither` for what the owner decides and not the market. */
  readonly better: 'higher' | 'lower' | 'neither';
  /** Whether it has a figure for every day, only for some, or for no single one. */
  readonly days: 'every' | 'some' | 'none';
}

/** What was measured. */
export interface Reading {
  /** Null when nothing was. */
  readonly value: number | null;
  /** How many were looked at, where the value is a share of them. */
  readonly of?: number;
}

/** By the name of the metric. */
export type Readings = Readonly<Record<string, Reading>>;

/** The value of one day. */
export interface DayValue {
  /** As `2026-11-27`, UTC. */
  readonly day: string;
  readonly value: number;
}

/** A metric in a period and in the one before it. */
export interface Metric
  extends MetricDefinition, Pick<MetricFigure, 'value' | 'previous_value' | 'change_percent'> {
  /** How surely the change is no chance, 0 to 1; null where that cannot be told. */
  readonly confidence: number | null;
}

/** A metric day by day, oldest first. */
export interface Series extends MetricDefinition {
  readonly points: readonly DayValue[];
}

/** As the API shows it. */
export function figureOf({
  name,
  label,
  type,
  unit,
  value,
  previous_value,
  change_percent,
}: Metric): MetricFigure {
  return { name, label, type, unit, value, previous_value, change_percent };
}

export function hundredths(value: number): number {
  return Math.round(value * 100) / 100;
}
