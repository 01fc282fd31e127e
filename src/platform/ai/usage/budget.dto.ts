import { IsBoolean, IsInt, Max, Min } from 'class-validator';
import { MayBeLeftOut } from '#platform/http/may-be-left-out.decorator';

/** What a user may spend a day. */
export class NewBudget {
  /** US cents a UTC day; 0 for no limit. @example 500 */
  @IsInt()
  @Min(0)
  @Max(100_000_000)
  daily_cents!: number;

  /** From how much of it on its owner is told. */
  @MayBeLeftOut()
  @IsInt()
  @Min(1)
  @Max(100)
  warn_percent: number = 80;

  /** Calls with the user's own keys count too. */
  @MayBeLeftOut()
  @IsBoolean()
  own_keys: boolean = false;
}

/** What each user may spend a day for whom nothing else is set. */
export class DefaultBudget {
  /** US cents a UTC day; 0 for no limit. @example 500 */
  daily_cents!: number;
  /** @example 80 */
  warn_percent!: number;
  /** Calls with the user's own keys count too. */
  own_keys!: boolean;
  /** Who says so: AI_DAILY_BUDGET_CENTS, or an administrator. */
  set_by!: 'environment' | 'administrator';
}

/** What you may spend today on AI, and what you have. */
export class BudgetOfToday {
  /** The day in UTC. @example '2026-11-24' */
  day!: string;
  /** Millionths of a US dollar; null for no limit. @example 5000000 */
  limit_micros!: number | null;
  /** @example 5 */
  limit_usd!: number | null;
  /** Millionths of a US dollar. @example 4100000 */
  spent_micros!: number;
  /** @example 4.1 */
  spent_usd!: number;
  /** What calls under way may still spend. @example 0 */
  reserved_micros!: number;
  /** Null for no limit. @example 900000 */
  remaining_micros!: number | null;
  /** From how much of the limit on there is a warning. @example 80 */
  warn_percent!: number;
  /** That much is used. */
  warning!: boolean;
  /** Calls with your own keys count too. */
  own_keys!: boolean;
  /** When the next day begins. @example '2026-11-25T00:00:00.000Z' */
  resets_at!: string;
}

/** A budget that was set for one user. */
export class UserBudget {
  user_id!: string;
  /** US cents a UTC day; 0 for no limit. @example 500 */
  daily_cents!: number;
  /** @example 80 */
  warn_percent!: number;
  /** Calls with the user's own keys count too. */
  own_keys!: boolean;
  /** What was spent today, in millionths of a US dollar. @example 4100000 */
  spent_micros!: number;
  /** What calls under way may still spend today. @example 0 */
  reserved_micros!: number;
  created_at!: string;
  updated_at!: string;
}

/** A budget that is the default again. */
export class RemovedBudget {
  /** @example true */
  deleted!: boolean;
  user_id!: string;
}
