import { IsNumber, IsString, Matches, Max, MaxLength, Min, MinLength, NotEquals } from 'class-validator';
import { IsDay } from '#platform/http/day.validator';
import { MayBeLeftOut } from '#platform/http/may-be-left-out.decorator';

/** A cost of a campaign. */
export class NewSpend {
  /** What was paid for. @example 'paid_ads' */
  @Matches(/^[a-z][a-z0-9_]{0,39}$/, { message: 'channel must be a name such as paid_ads' })
  channel!: string;

  /** In the currency of the budget; a refund is negative. @example 120.5 */
  @IsNumber({ allowNaN: false, allowInfinity: false, maxDecimalPlaces: 2 })
  @Min(-10_000_000)
  @Max(10_000_000)
  @NotEquals(0)
  amount!: number;

  /** The day it was spent; today, UTC, when left out. @example '2026-11-27' */
  @MayBeLeftOut()
  @IsDay()
  date?: string;

  /** @example 'Second week of the search ads' */
  @MayBeLeftOut()
  @IsString()
  @MinLength(1)
  @MaxLength(500)
  note?: string;
}

/** A cost of a campaign. */
export class Spend {
  id!: string;
  campaign_id!: string;
  /** @example 'paid_ads' */
  channel!: string;
  /** @example 120.5 */
  amount!: number;
  /** @example '2026-11-27' */
  date!: string;
  note!: string | null;
  /** `recorded` by you, what `ai` has cost in US dollars, or `carried_over` from before costs were kept one by one. */
  source!: 'recorded' | 'ai' | 'carried_over';
  created_at!: string;
}

/** What a campaign has cost so far, against what it may; of a run, what its series has and may. */
export class BudgetStanding {
  budget_allocated!: number | null;
  /** @example 120.5 */
  budget_spent!: number;
  /** Negative when more was spent than there was; null where there is no budget. */
  remaining!: number | null;
  over_budget!: boolean;
}

/** A cost that was recorded, and how the budget stands now. */
export class RecordedSpend extends Spend {
  budget!: BudgetStanding;
}

/** A cost that is gone, and how the budget stands now. */
export class RemovedSpend {
  /** @example true */
  deleted!: boolean;
  id!: string;
  budget!: BudgetStanding;
}
