import { defineError } from '#kernel/errors';

export const MetricNotDaily = defineError('analytics/metric-not-daily', 'malformed', (known: string) => {
  return `This metric has no figure for every day; ${known} have.`;
});
export const TooFewPoints = defineError(
  'analytics/too-few-points',
  'invalid',
  (metric: string, needed: number, known: number) =>
    `${metric} needs ${needed} days of figures to be predicted; there are ${known}.`,
);
