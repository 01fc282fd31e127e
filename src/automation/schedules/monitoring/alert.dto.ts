import { IsOptional, IsUUID } from 'class-validator';
import { PageQuery } from '#platform/http/page-query';
import { QueryBoolean } from '#platform/http/query';
import type { MonitoredMetric } from './target-check.js';

/** Which alerts are wanted. */
export class AlertQuery extends PageQuery {
  /** Only those of this campaign. */
  @IsOptional()
  @IsUUID()
  campaign_id?: string;

  /** Only those that nobody has acknowledged. @example true */
  @QueryBoolean()
  open?: boolean;
}

/** A campaign that stays below half of one of its targets. */
export class Alert {
  id!: string;
  campaign_id!: string;
  /** @example 'conversion_rate' */
  metric!: MonitoredMetric;
  /** As it was measured last. @example 0.8 */
  value!: number;
  /** @example 4 */
  target!: number;
  /** How often it has been found since it was raised. @example 1 */
  times!: number;
  raised_at!: string;
  last_seen_at!: string;
  /** Who was told by mail; null where nobody was. */
  told_to!: string | null;
  told_at!: string | null;
  acknowledged_at!: string | null;
}
