import { IsIn } from 'class-validator';
import { MayBeLeftOut } from '#platform/http/may-be-left-out.decorator';

export const RANGES = { '24h': 1, '7d': 7, '30d': 30, '90d': 90 } as const;

export class FiguresQuery {
  /** How far back from now. Costs, and values that were recorded of a day and not of a moment, count where their day begins within. */
  @MayBeLeftOut()
  @IsIn(Object.keys(RANGES))
  range: keyof typeof RANGES = '30d';

  /** `csv` downloads the days as a table. */
  @MayBeLeftOut()
  @IsIn(['json', 'csv'])
  format: 'json' | 'csv' = 'json';
}

/** One value that was measured of a campaign. */
export class MeasuredValue {
  id!: string;
  campaign_id!: string;
  /** @example 'impressions' */
  metric_name!: string;
  metric_value!: number;
  recorded_at!: string;
}

/** What was counted on some days. */
export class Counts {
  /** Mails that the receiving server has taken, or refused for good. */
  sent!: number;
  /** Mails that were not returned either. */
  delivered!: number;
  opened!: number;
  clicked!: number;
  bounced!: number;
  unsubscribed!: number;
  /** Recorded impressions, and mails delivered. */
  impressions!: number;
  /** Recorded clicks, and readers who clicked in a mail. */
  clicks!: number;
  /** As they were recorded. */
  conversions!: number;
  /** As it was recorded. */
  revenue!: number;
  /** Costs that were recorded and what AI has cost; where there are none, what was recorded as `spend`. */
  spend!: number;
}

/** What was counted on one day, UTC. */
export class DayFigures extends Counts {
  /** @example '2026-11-27' */
  date!: string;
}

/** All of the days together. Shares are 0 where there is nothing to share. */
export class FiguresSummary extends Counts {
  total_impressions!: number;
  total_clicks!: number;
  total_conversions!: number;
  /** Conversions of clicks, in per cent. */
  conversion_rate!: number;
  /** Spend for each conversion. */
  cost_per_acquisition!: number;
  /** Revenue for each unit of spend. */
  return_on_ad_spend!: number;
}

/** What a campaign has reached, its runs included. */
export class PerformanceReport {
  campaign_id!: string;
  range!: '24h' | '7d' | '30d' | '90d';
  /** When the range begins. */
  from!: string;
  to!: string;
  /** What was recorded, newest first, at most 1,000. */
  metrics!: MeasuredValue[];
  summary!: FiguresSummary;
  /** Every day that the range touches, oldest first; of the first one only what lies within. */
  series!: DayFigures[];
}
