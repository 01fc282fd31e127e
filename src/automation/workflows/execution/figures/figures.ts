import type { MeasuredMetric } from '#domains/campaigns/performance/campaign-metric.repository';
import type { SpendOfDay } from '#domains/campaigns/spend/spend.repository';
import type { MailDay } from '#domains/email/performance/mail-days.repository';
import { csvCell } from '#domains/leads/csv/csv-cell';
import type { Counts, DayFigures, FiguresSummary } from './figures.dto.js';

const DAY_MS = 86_400_000;
const COUNTS = [
  'sent',
  'delivered',
  'opened',
  'clicked',
  'bounced',
  'unsubscribed',
  'impressions',
  'clicks',
  'conversions',
  'revenue',
  'spend',
] as const satisfies readonly (keyof Counts)[];
const RECORDED = ['impressions', 'clicks', 'conversions', 'revenue', 'spend'] as const;

/** What was counted of a campaign, from wherever. */
export interface Sources {
  readonly mail: readonly MailDay[];
  readonly recorded: readonly MeasuredMetric[];
  readonly spend: readonly SpendOfDay[];
}

/** Every day from one to the other with what was counted on it, oldest first. */
export function seriesOf({ mail, recorded, spend }: Sources, from: Date, to: Date): DayFigures[] {
  const days = new Map(daysBetween(from, to).map((date) => [date, { date, ...nothing() }]));
  for (const { day, sent, bounced, opened, clicked, unsubscribed } of mail) {
    const delivered = sent - bounced;
    add(days.get(day), {
      sent,
      delivered,
      opened,
      clicked,
      bounced,
      unsubscribed,
      impressions: delivered,
      clicks: clicked,
    });
  }
  for (const { metric_name: name, metric_value: value, recorded_at } of recorded) {
    const metric = RECORDED.find((one) => one === name);
    if (metric && !(metric === 'spend' && spend.length > 0))
      add(days.get(recorded_at.slice(0, 10)), { [metric]: value });
  }
  for (const { day, amount } of spend) add(days.get(day), { spend: amount });
  return [...days.values()].map((day) => ({ ...day, revenue: cents(day.revenue), spend: cents(day.spend) }));
}

/** All days together. */
export function summaryOfDays(series: readonly DayFigures[]): FiguresSummary {
  const sum: Counts = nothing();
  for (const day of series) add(sum, day);
  const { impressions, clicks, conversions } = sum;
  const [revenue, spend] = [cents(sum.revenue), cents(sum.spend)];
  return {
    ...sum,
    revenue,
    spend,
    total_impressions: impressions,
    total_clicks: clicks,
    total_conversions: conversions,
    conversion_rate: share(conversions * 100, clicks),
    cost_per_acquisition: share(spend, conversions),
    return_on_ad_spend: share(revenue, spend),
  };
}

/** The days as a table, with a header. */
export function csvOf(series: readonly DayFigures[]): string {
  const columns = ['date', ...COUNTS] as const;
  const rows = series.map((day) => columns.map((column) => csvCell(day[column])).join(','));
  return [columns.join(','), ...rows, ''].join('\r\n');
}

function daysBetween(from: Date, to: Date): string[] {
  const [first, last] = [from, to].map((moment) => Math.floor(moment.getTime() / DAY_MS)) as [number, number];
  return Array.from({ length: last - first + 1 }, (_, at) => dayOf(new Date((first + at) * DAY_MS)));
}

export function dayOf(moment: Date): string {
  return moment.toISOString().slice(0, 10);
}

function nothing(): Counts {
  return Object.fromEntries(COUNTS.map((name) => [name, 0])) as unknown as Counts;
}

function add(sum: Counts | undefined, more: Partial<Counts>): void {
  if (sum) for (const name of COUNTS) sum[name] += more[name] ?? 0;
}

function share(part: number, whole: number): number {
  return whole > 0 ? cents(part / whole) : 0;
}

function cents(value: number): number {
  return Math.round(value * 100) / 100;
}
