import { IsIn } from 'class-validator';
import { MayBeLeftOut } from '#platform/http/may-be-left-out.decorator';
import type { Tracking } from '../privacy/tracking.js';
import { MailInsight } from './mail-insights.js';
import { TIME_RANGES, type TimeRange } from './time-range.js';

/** The mailing of a campaign and what became of it. */
export class EmailCampaign {
  /** Of the mailing. */
  id!: string;
  campaign_id!: string;
  name!: string;
  subject_line!: string;
  template_id!: string | null;
  /** The revision of the template that it was made from. */
  template_version!: number | null;
  state!: 'planning' | 'sending' | 'paused' | 'stopped' | 'finished';
  /** When its first mail was settled; null before. */
  send_date!: string | null;
  total_sent!: number;
  total_delivered!: number;
  /** Null where readers are not counted one by one. */
  total_opened!: number | null;
  /** Null where readers are not counted one by one. */
  total_clicked!: number | null;
  total_unsubscribed!: number;
  /** How its readers are counted. */
  tracking!: Tracking;
  created_at!: string;
}

export class CampaignMetricsQuery {
  /** Counts the mail that was sent in this time, and what readers have made of that. */
  @MayBeLeftOut()
  @IsIn(TIME_RANGES)
  time_range: TimeRange = '24h';
}

export class EmailAnalyticsQuery {
  /** Counts the mail that was sent in this time, and what readers have made of that. */
  @MayBeLeftOut()
  @IsIn(TIME_RANGES)
  time_range: TimeRange = '30d';
}

/** First opens and clicks within one hour. */
export class EngagementPoint {
  /** When the hour began. @example '2026-11-28T09:00:00Z' */
  timestamp!: string;
  opens!: number;
  clicks!: number;
  /** The hour of the day, UTC. @example 9 */
  hour!: number;
}

/** By how many percentage points this mailing does better; below zero when it does worse. */
export class MetricsDifference {
  open_rate!: number;
  click_rate!: number;
  engagement_score!: number;
}

/** This mailing, as a whole, beside those before it. */
export class MetricsComparison {
  /** Null when there is none before it. */
  vs_last_campaign!: MetricsDifference | null;
  /** The average of up to ten mailings before it; null when there is none. */
  vs_average!: MetricsDifference | null;
  /** How many mailings the average is of. */
  campaigns_compared!: number;
}

/** How the mail of a campaign was received. Rates are in percent. */
export class CampaignMetrics {
  campaign_id!: string;
  time_range!: TimeRange;
  /** Mails that the receiving server has taken, or refused for good. */
  total_sent!: number;
  total_delivered!: number;
  /** Null where it is not known: see `readers_unknown`. */
  total_opened!: number | null;
  /** Null where it is not known. */
  total_clicked!: number | null;
  /** Why it is not known how many readers opened and clicked: the mailing counts without the person, or not at all. */
  readers_unknown!: string | null;
  /** Opens of a mailing that counts without the person, whenever they were. */
  anonymous_opens!: number;
  anonymous_clicks!: number;
  total_bounced!: number;
  total_unsubscribed!: number;
  /** Mails that machines opened or clicked in: link scanners and proxies. Counted nowhere else. */
  machine_activity!: number;
  /** Delivered of sent. */
  delivery_rate!: number;
  /** Opened of delivered; null where it is not known. */
  open_rate!: number | null;
  /** Clicked of delivered; null where it is not known. */
  click_rate!: number | null;
  /** Bounced of sent. */
  bounce_rate!: number;
  /** Unsubscribed of delivered. */
  unsubscribe_rate!: number;
  /** 30 % for opening and 70 % for clicking, of what was delivered: 0 to 100; null where readers are not known. */
  engagement_score!: number | null;
  /** The last hours with opens or clicks, at most twelve, the oldest first. */
  trends!: EngagementPoint[];
  insights!: MailInsight[];
  comparison!: MetricsComparison;
  last_updated!: string;
}

/** Something that stands out in all mail. */
export class AnalyticsInsight {
  type!: 'warning' | 'success';
  /** What it touches. @example 'open_rate' */
  impact!: string;
  message!: string;
  recommendation!: string;
}

/** How all mail of an owner was received. Rates are between 0 and 1. */
export class EmailAnalytics {
  time_range!: TimeRange;
  totalSent!: number;
  delivered!: number;
  opened!: number;
  clicked!: number;
  bounced!: number;
  unsubscribed!: number;
  /** Opened of what was delivered of mailings that count readers one by one, 0 to 1; null where all others do not. */
  openRate!: number | null;
  /** Clicked of the same, 0 to 1. */
  clickRate!: number | null;
  /** Why readers of some of the mail are not known; null where all are. */
  readers_unknown!: string | null;
  /** Bounced of sent, 0 to 1. */
  bounceRate!: number;
  insights!: AnalyticsInsight[];
  /** The last hours with opens or clicks, at most twelve, the oldest first. */
  trends!: EngagementPoint[];
  last_updated!: string;
}
