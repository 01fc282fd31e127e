import { IsIn } from 'class-validator';
import { IsDay } from '#platform/http/day.validator';
import { MayBeLeftOut } from '#platform/http/may-be-left-out.decorator';

const USAGE_GROUPINGS = ['day', 'feature', 'model'] as const;
export type UsageGrouping = (typeof USAGE_GROUPINGS)[number];

/** Which days are added up, and by what. */
export class UsageQuery {
  /** The first day, in UTC; 29 days before the last by default. @example '2026-11-01' */
  @MayBeLeftOut()
  @IsDay()
  from?: string;

  /** The last day, in UTC; today by default. @example '2026-11-30' */
  @MayBeLeftOut()
  @IsDay()
  to?: string;

  /** By what it is added up. */
  @MayBeLeftOut()
  @IsIn(USAGE_GROUPINGS)
  group: UsageGrouping = 'day';
}

/** What calls used and cost. */
export class UsageFigures {
  /** Attempts at a provider. @example 42 */
  calls!: number;
  /** Those that brought no answer, or none of the form that was asked for. @example 1 */
  failures!: number;
  /** @example 48210 */
  input_tokens!: number;
  /** Part of `input_tokens`. @example 12000 */
  cached_input_tokens!: number;
  /** @example 9120 */
  output_tokens!: number;
  /** Millionths of a US dollar; null when no price is known. @example 30300 */
  cost_micros!: number | null;
  /** @example 0.0303 */
  cost_usd!: number | null;
  /** Calls whose price is unknown; the cost is without them. @example 0 */
  unpriced_calls!: number;
  /** Half of the attempts took no longer; null without any. @example 1240 */
  latency_p50_ms!: number | null;
  /** 95 of 100 took no longer. @example 4100 */
  latency_p95_ms!: number | null;
}

/** What one day, feature or model used and cost. */
export class UsageGroup extends UsageFigures {
  /** The day, the feature or the model. @example '2026-11-24' */
  key!: string;
}

/** What your calls used and cost. */
export class Usage {
  /** @example '2026-11-01' */
  from!: string;
  /** @example '2026-11-30' */
  to!: string;
  /** @example 'day' */
  group!: 'day' | 'feature' | 'model';
  totals!: UsageFigures;
  /** Newest day first; features and models by calls. */
  groups!: UsageGroup[];
}
