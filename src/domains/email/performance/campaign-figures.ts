import type { EngagementPoint, MetricsComparison, MetricsDifference } from './campaign-figures.dto.js';
import type { HourPoint, MailFigures } from './campaign-figures.repository.js';
import { engagementScore } from './mail-insights.js';

/** Of figures, in percent with two decimals; 0 where there is nothing to share. */
export function ratesOf({ sent, delivered, bounced, opened, clicked, unsubscribed }: MailFigures) {
  return {
    delivery: percent(delivered, sent),
    open: percent(opened, delivered),
    click: percent(clicked, delivered),
    bounce: percent(bounced, sent),
    unsubscribe: percent(unsubscribed, delivered),
  };
}

/** A mailing beside those before it, the latest first: with the last one, and with the average of the rates of all. */
export function compared(own: MailFigures, former: readonly MailFigures[]): MetricsComparison {
  const [last] = former;
  return {
    vs_last_campaign: last && own.delivered > 0 ? difference(own, [last]) : null,
    vs_average: last && own.delivered > 0 ? difference(own, former) : null,
    campaigns_compared: former.length,
  };
}

export function pointsOf(hours: readonly HourPoint[]): EngagementPoint[] {
  return hours.map((point) => ({ ...point, hour: new Date(point.timestamp).getUTCHours() }));
}

function difference(own: MailFigures, others: readonly MailFigures[]): MetricsDifference {
  const against = (of: (figures: MailFigures) => number) =>
    round(of(own) - others.reduce((sum, other) => sum + of(other), 0) / others.length);
  return {
    open_rate: against((figures) => ratesOf(figures).open),
    click_rate: against((figures) => ratesOf(figures).click),
    engagement_score: against(engagementScore),
  };
}

function percent(part: number, whole: number): number {
  return whole > 0 ? round((part / whole) * 100) : 0;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
