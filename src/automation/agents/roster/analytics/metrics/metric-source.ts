import type { Period } from '#kernel/period';
import type { DayValue, MetricDefinition, Readings } from './metric.js';

export const METRIC_SOURCES = Symbol('metric sources');

/** A room of the product that can be measured. To add one, write its class here and name it in metrics.module.ts. */
export abstract class MetricSource {
  abstract readonly metrics: readonly MetricDefinition[];

  /** One statement: the figures of a period, for each of its metrics. */
  abstract measure(ownerId: string, period: Period): Promise<Readings>;

  /** One statement: the figures of each day by the name of the metric, oldest first; days without any are left out. */
  abstract daily(ownerId: string, period: Period): Promise<Readonly<Record<string, readonly DayValue[]>>>;
}
