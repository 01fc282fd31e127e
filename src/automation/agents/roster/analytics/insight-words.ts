import { z } from 'zod';
import type { Insight } from '#domains/analytics/analytics.answers.dto';
import type { Metric, MetricDefinition, MetricType } from './metrics/metric.js';
import type { Signal } from './signals.js';

const Words = z.object({
  title: z.string().min(1).max(150),
  description: z.string().min(1).max(1_000),
  recommendations: z.array(z.string().min(1).max(300)).max(5),
});
export type Words = z.infer<typeof Words>;

/** What a model says to signals, each by its number. */
export const WordedSignals = z.object({ insights: z.array(Words.extend({ number: z.number() })).max(20) });
export type WordedSignals = z.infer<typeof WordedSignals>;

/** What a model says to a report as a whole. */
export const ReportWords = z.object({
  executive_summary: z.string().min(1).max(4_000),
  recommendations: z.array(z.string().min(1).max(300)).min(1).max(7),
});
export type ReportWords = z.infer<typeof ReportWords>;

/** What a model says to a forecast. */
export const ForecastWords = z.object({
  key_factors: z.array(z.string().min(1).max(300)).max(5),
  recommendations: z.array(z.string().min(1).max(300)).max(5),
});
export type ForecastWords = z.infer<typeof ForecastWords>;

type Advice = Readonly<Record<'negative' | 'positive', string>>;

const ADVICE: Readonly<Record<MetricType, Advice>> = {
  campaign_performance: {
    negative: 'Compare the campaigns of both periods and pause those that bring nothing.',
    positive: 'Find the campaign that brought it and give it more room.',
  },
  lead_generation: {
    negative: 'Look at which source brings fewer leads than before.',
    positive: 'Look at which source brought them, and answer them while they are fresh.',
  },
  email: {
    negative: 'Test other subject lines, and leave out readers who have not opened anything for long.',
    positive: 'Keep the subjects and hours of these mails for the next ones.',
  },
  content_engagement: {
    negative: 'Compare the pieces that were read less with those that were read.',
    positive: 'Write more of what was read most.',
  },
  social_media: {
    negative: 'Compare times and formats of the posts of both periods.',
    positive: 'Repeat the formats that people reacted to.',
  },
  website_traffic: {
    negative: 'Look at which page and which source lost visits.',
    positive: 'Lead the new visitors to a form.',
  },
  conversion: {
    negative: 'Look at the step at which people leave, and at how fast leads are answered.',
    positive: 'Find out what has changed, and keep it.',
  },
  roi: {
    negative: 'Move money from campaigns that return less than they cost.',
    positive: 'Consider more budget for the campaigns that return most.',
  },
};
const UNDECIDED = 'Check that this is what was planned.';

/** A value with its unit. */
function inUnit(value: number, unit: MetricDefinition['unit']): string {
  return unit === 'percent' ? `${value} %` : String(value);
}

/** What a signal says, by rules alone. */
export function wordsByRule(signal: Signal): Words {
  const { metric, impact, value, reference, slope, day, changePercent } = signal;
  const [now, then] = [inUnit(value, metric.unit), inUnit(reference, metric.unit)];
  const recommendations = [impact === 'neutral' ? UNDECIDED : ADVICE[metric.type][impact]];
  if (signal.related) return relationByRule(signal, signal.related);
  if (signal.kind === 'anomaly')
    return {
      title: `${metric.label}: an unusual day`,
      description: `${metric.label} stood at ${now} on ${day}; the nine days before had ${then} on average.`,
      recommendations: [
        `Check what happened on ${day}, and whether everything was counted.`,
        ...recommendations,
      ],
    };
  const verb = value > reference ? 'up' : 'down';
  const turn =
    slope === null || slope === 0 ? '' : ` Over the last five days: ${slope > 0 ? '+' : ''}${slope} a day.`;
  return {
    title: `${metric.label}: ${verb} ${Math.abs(changePercent ?? 0)} %`,
    description: `${metric.label} went from ${then} in the period before to ${now}.${turn}`,
    recommendations,
  };
}

function relationByRule({ metric, value, reference: days }: Signal, related: MetricDefinition): Words {
  const [first, second] = [metric.label, related.label.replace(/^./, (letter) => letter.toLowerCase())];
  const isTogether = value > 0;
  return {
    title: isTogether
      ? `${first} and ${second} move together`
      : `${first} and ${second} move against each other`,
    description:
      `${first} ${isTogether ? 'and' : 'against'} ${second}: a rank correlation of ${value} over ${days} days. ` +
      'That does not say that one brings the other.',
    recommendations: ['Change the one that is in your hands for a week, and see whether the other follows.'],
  };
}

/** A report by rules alone: what was measured, and the gravest of what was noticed. */
export function reportByRule(
  metrics: readonly Metric[],
  insights: readonly Pick<Insight, 'title' | 'recommendations'>[],
): ReportWords {
  const measured = metrics.flatMap(({ label, value, unit, change_percent: change }) => {
    if (value === null) return [];
    return `${label}: ${inUnit(value, unit)}${change === null ? '' : ` (${change > 0 ? '+' : ''}${change} %)`}.`;
  });
  const noticed = insights.slice(0, 3).map(({ title }) => `${title}.`);
  const summary = [
    measured.length > 0 ? measured.join(' ') : 'Nothing was measured in this period.',
    noticed.length > 0
      ? noticed.join(' ')
      : 'No metric has changed by 10 % or more against the period before.',
  ].join('\n\n');
  const advice = [...new Set(insights.flatMap(({ recommendations }) => recommendations))].slice(0, 7);
  const fallback = 'Keep measuring: there is nothing that calls for a change yet.';
  return {
    executive_summary: summary.slice(0, 4_000),
    recommendations: advice.length > 0 ? advice : [fallback],
  };
}

/** What a forecast leans on, by rules alone. */
export function forecastByRule(label: string, points: number, slope: number): ForecastWords {
  const way =
    slope > 0 ? `rose by ${slope} a day` : slope < 0 ? `fell by ${-slope} a day` : 'stayed where it was';
  return {
    key_factors: [`Over ${points} days, ${label.toLowerCase()} ${way} on average.`],
    recommendations: ['Look again in a week: the line knows nothing of seasons and of what you plan.'],
  };
}
