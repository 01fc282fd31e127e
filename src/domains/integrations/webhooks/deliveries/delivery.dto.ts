import { IsIn, IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import { Transform } from 'class-transformer';
import { IsInstant } from '#platform/http/instant.validator';
import { MayBeLeftOut } from '#platform/http/may-be-left-out.decorator';
import { PageQuery } from '#platform/http/page-query';
import { digits } from '#platform/http/query';

const DELIVERY_STATES = ['waiting', 'sending', 'delivered', 'failed', 'missed'] as const;

export class DeliveryQuery extends PageQuery {
  /** Only those that stand so. */
  @IsOptional()
  @IsIn(DELIVERY_STATES)
  state?: 'waiting' | 'sending' | 'delivered' | 'failed' | 'missed';
}

/** One event on its way to a webhook. */
export class Delivery {
  /** Also the `webhook-id` of every attempt. */
  id!: string;
  webhook_id!: string;
  /** @example 'lead.created' */
  type!: string;
  /** `missed`: it happened while the webhook was off, or waited when it was turned off. */
  state!: 'waiting' | 'sending' | 'delivered' | 'failed' | 'missed';
  /** Attempts of the present round; a resend begins a new one. */
  tries!: number;
  /** When it is tried next; null once it has ended. */
  next_attempt_at!: string | null;
  /** What the server answered last; null where it did not. @example 200 */
  response_code!: number | null;
  /** How long the last attempt took. @example 42 */
  duration_ms!: number | null;
  /** What went wrong the last time. */
  error!: string | null;
  created_at!: string;
  settled_at!: string | null;
}

/** What was sent. */
export class DeliveryRequest {
  url!: string;
  method!: 'POST';
  /** Those that every attempt has; signatures and your own headers are not kept. */
  headers!: Record<string, string>;
  /** The bytes that are signed and sent, the same each time. */
  body!: string;
}

/** One attempt. */
export class DeliveryAttempt {
  at!: string;
  /** What the server answered; null where it did not. @example 500 */
  status!: number | null;
  /** @example 42 */
  duration_ms!: number;
  error!: string | null;
  /** The first 2,048 bytes of its answer. */
  response!: string | null;
}

/** One delivery with what was sent and what came of each attempt: the last twenty. */
export class DeliveryDetail extends Delivery {
  request!: DeliveryRequest;
  attempts!: DeliveryAttempt[];
}

export class TestWebhook {
  /** The event whose example is sent; `webhook.test` when none is named. @example 'lead.created' */
  @MayBeLeftOut()
  @IsString()
  @MaxLength(100)
  event?: string;
}

/** What came of trying a webhook out. */
export class WebhookTest {
  webhook_id!: string;
  delivery_id!: string;
  status!: 'success' | 'failed';
  /** What the server answered; null where it did not. @example 200 */
  response_code!: number | null;
  /** @example 42 */
  response_time_ms!: number;
  error!: string | null;
  /** The beginning of its answer. */
  response!: string | null;
  tested_at!: string;
}

export class RecoverDeliveries {
  /** From when on deliveries are sent once more. @example '2026-12-01T00:00:00Z' */
  @IsInstant()
  since!: string;

  /** Until when; now when nothing is said. */
  @MayBeLeftOut()
  @IsInstant()
  until?: string;

  /** Those that failed and those that were missed when nothing is said; else only these. */
  @MayBeLeftOut()
  @IsIn(['failed', 'missed'])
  state?: 'failed' | 'missed';
}

/** How many are sent once more. */
export class RecoveredDeliveries {
  recovered!: number;
  /** Whether there are more than are taken at once: ask again. */
  more!: boolean;
}

export class StatisticsQuery {
  /** So many days, today (UTC) among them. */
  @MayBeLeftOut()
  @Transform(digits)
  @IsInt()
  @Min(1)
  @Max(365)
  days: number = 7;
}

/** One day of a webhook (UTC). */
export class WebhookDay {
  /** @example '2026-12-01' */
  day!: string;
  attempts!: number;
  delivered!: number;
  failed_attempts!: number;
  given_up!: number;
}

/** What became of what a webhook was told. */
export class WebhookStatistics {
  webhook_id!: string;
  days!: WebhookDay[];
  attempts!: number;
  delivered!: number;
  failed_attempts!: number;
  /** Deliveries of which the last attempt failed. */
  given_up!: number;
  /** Good attempts of all, 0 to 1; null without any. @example 0.98 */
  success_rate!: number | null;
  /** Milliseconds an attempt took; null without any. @example 120 */
  average_ms!: number | null;
  /** Deliveries that are still to be sent, now. */
  waiting!: number;
  /** Deliveries that can be recovered, now. */
  recoverable!: number;
}
