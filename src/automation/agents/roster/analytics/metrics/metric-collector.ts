import { Inject, Injectable } from '@nestjs/common';
import { type Period, periodBefore, startOfDay } from '#kernel/period';
import { changePercent } from '#domains/analytics/statistics/change';
import { confidenceOf } from './confidence.js';
import { filledDays } from './filled-days.js';
import {
  hundredths,
  type Metric,
  type MetricDefinition,
  type MetricType,
  type Reading,
  type Series,
} from './metric.js';
import { METRIC_SOURCES, MetricSource } from './metric-source.js';

const NOTHING: Reading = { value: null };

/** Everything that is measured of an owner's marketing, from every room that can be. */
@Injectable()
export class MetricCollector {
  readonly all: readonly MetricDefinition[];

  constructor(@Inject(METRIC_SOURCES) private readonly sources: readonly MetricSource[]) {
    this.all = sources.flatMap(({ metrics }) => metrics);
  }

  /** The metrics of a period beside those of the same length before it; all types when none is named. */
  async collect(ownerId: string, period: Period, types: readonly MetricType[] = []): Promise<Metric[]> {
    const before = periodBefore(period);
    const collected = await Promise.all(
      this.sourcesOf(types).map(async ({ source, wanted }) => {
        const [now, then] = await Promise.all([
          source.measure(ownerId, period),
          source.measure(ownerId, before),
        ]);
        return wanted.map((metric) =>
          compared(metric, now[metric.name] ?? NOTHING, then[metric.name] ?? NOTHING),
        );
      }),
    );
    return collected.flat();
  }

  /** Metrics day by day, over the whole days of the period: the day it ends in is left out. */
  async series(ownerId: string, period: Period, types: readonly MetricType[] = []): Promise<Series[]> {
    const wholeDays = { from: startOfDay(period.from), to: startOfDay(period.to) };
    const found = await Promise.all(
      this.sourcesOf(types).map(async ({ source, wanted }) => {
        const withDays = wanted.filter(({ days }) => days !== 'none');
        if (withDays.length === 0) return [];
        const daily = await source.daily(ownerId, wholeDays);
        return withDays.map((metric) => {
          const points = daily[metric.name] ?? [];
          const end = wholeDays.to.slice(0, 10);
          return { ...metric, points: metric.days === 'every' ? filledDays(points, end) : points };
        });
      }),
    );
    return found.flat();
  }

  private sourcesOf(types: readonly MetricType[]) {
    return this.sources
      .map((source) => ({
        source,
        wanted: source.metrics.filter(({ type }) => types.length === 0 || types.includes(type)),
      }))
      .filter(({ wanted }) => wanted.length > 0);
  }
}

function compared(metric: MetricDefinition, current: Reading, previous: Reading): Metric {
  const change = changePercent(current.value, previous.value);
  return {
    ...metric,
    value: current.value === null ? null : hundredths(current.value),
    previous_value: previous.value === null ? null : hundredths(previous.value),
    change_percent: change === null ? null : hundredths(change),
    confidence: confidenceOf(metric, current, previous),
  };
}
