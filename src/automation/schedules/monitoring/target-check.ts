import type { Campaign } from '#domains/campaigns/campaign.answers.dto';
import type { Reading } from '#domains/campaigns/performance/metric-score';

export type MonitoredMetric = 'conversion_rate' | 'roi';

/** A figure that lies below half of its target. */
export interface Shortfall {
  readonly metric: MonitoredMetric;
  readonly value: number;
  readonly target: number;
}

const ENOUGH = 0.5;
/** Under which names the target of a metric may stand in `kpi_targets`. */
const TARGETS: Readonly<Record<MonitoredMetric, readonly string[]>> = {
  conversion_rate: ['conversion', 'conversion_rate'],
  roi: ['roi'],
};
const METRICS = ['conversion_rate', 'roi'] as const satisfies readonly MonitoredMetric[];

/** Whether the campaign says what is wanted of it. */
export function hasTargets(campaign: Pick<Campaign, 'kpi_targets'>): boolean {
  return METRICS.some((metric) => targetOf(campaign, metric) !== undefined);
}

/**
 * What lies below half of its target: by the newest reading, or else by what the campaign itself says; what has not been
 * measured is not judged.
 */
export function shortfalls(
  campaign: Pick<Campaign, 'kpi_targets' | 'metrics'>,
  readings: readonly Reading[],
): Shortfall[] {
  return METRICS.flatMap((metric) => {
    const target = targetOf(campaign, metric);
    const value =
      readings.findLast(({ type }) => type === metric)?.value ?? numberIn(campaign.metrics, metric);
    if (target === undefined || value === undefined || value >= target * ENOUGH) return [];
    return [{ metric, value, target }];
  });
}

function targetOf(
  { kpi_targets }: Pick<Campaign, 'kpi_targets'>,
  metric: MonitoredMetric,
): number | undefined {
  const targets = TARGETS[metric].map((name) => numberIn(kpi_targets, name));
  return targets.find((target) => target !== undefined && target > 0);
}

function numberIn(values: Readonly<Record<string, unknown>>, name: string): number | undefined {
  const value = Object.hasOwn(values, name) ? values[name] : undefined;
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}
