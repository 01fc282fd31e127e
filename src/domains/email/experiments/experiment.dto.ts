import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsIn,
  IsInt,
  IsNumber,
  IsString,
  Max,
  MaxLength,
  Min,
  MinLength,
} from 'class-validator';
import { MayBeLeftOut } from '#platform/http/may-be-left-out.decorator';
import { EachIs } from '#platform/http/each-is.decorator';

const METRICS = ['clicks', 'opens'] as const;
export type Metric = (typeof METRICS)[number];

const DECIMAL = { allowNaN: false, allowInfinity: false };

/** What is different in one variant; what is left out is as the campaign has it. */
export class NewVariant {
  /** Liquid. @example 'Last chance: spring sale ends tonight' */
  @MayBeLeftOut()
  @IsString()
  @MinLength(1)
  @MaxLength(998)
  subject?: string;

  /** Liquid in HTML. */
  @MayBeLeftOut()
  @IsString()
  @MinLength(1)
  @MaxLength(200_000)
  body?: string;

  /** The text part; derived from the body when left out. */
  @MayBeLeftOut()
  @IsString()
  @MinLength(1)
  @MaxLength(200_000)
  text?: string;

  /** @example 'Ada of Engines' */
  @MayBeLeftOut()
  @IsString()
  @MinLength(1)
  @MaxLength(200)
  from_name?: string;
}

/** A test of two to five variants of a campaign's mailing. */
export class NewExperiment {
  /** The first is what the others are held against; they are named A, B, C, … in their order. */
  @IsArray()
  @ArrayMinSize(2)
  @ArrayMaxSize(5)
  @EachIs(() => NewVariant)
  variants!: NewVariant[];

  /** What makes a variant better: recipients who clicked, or who opened. Machines never count; neither do opens by mail proxies. */
  @MayBeLeftOut()
  @IsIn(METRICS)
  metric: Metric = 'clicks';

  /** How many of the recipients are tested, in percent; the others get the winner. At 100 nobody waits. @example 20 */
  @MayBeLeftOut()
  @IsNumber(DECIMAL)
  @Min(1)
  @Max(100)
  test_percent: number = 20;

  /** How long after its last mail was handed over the test is decided. @example 4 */
  @MayBeLeftOut()
  @IsNumber(DECIMAL)
  @Min(0.25)
  @Max(336)
  hours: number = 4;

  /** Mails that each variant must have had delivered before one can win. */
  @MayBeLeftOut()
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  minimum_sample: number = 100;

  /** How probable it must be that no other variant is better. At 0.975, variants that are alike have a winner in at most 5 of 100 tests. */
  @MayBeLeftOut()
  @IsNumber(DECIMAL)
  @Min(0.5)
  @Max(0.9999)
  threshold: number = 0.975;

  /** How many percentage points of the rate choosing the winner may give away on average. */
  @MayBeLeftOut()
  @IsNumber(DECIMAL)
  @Min(0)
  @Max(100)
  loss_at_most_percent: number = 0.5;

  /** Without a winner those who wait get the first variant, or wait until you choose. */
  @MayBeLeftOut()
  @IsIn(['first', 'wait'])
  without_winner: 'first' | 'wait' = 'first';
}

/** Which variant those get who wait. */
export class WinnerChoice {
  /** @example 'B' */
  @IsString()
  @MaxLength(10)
  variant!: string;
}

/** A variant, and what is known of it. Rates are in percent. */
export class VariantResult {
  /** @example 'B' */
  label!: string;
  /** Null where it is as the campaign has it. */
  subject!: string | null;
  body!: string | null;
  text!: string | null;
  from_name!: string | null;
  /** Recipients in the test. */
  recipients!: number;
  delivered!: number;
  /** Of those delivered, who clicked or opened, as the metric says. */
  successes!: number;
  /** Successes of those delivered. */
  rate!: number;
  /** Between these the true rate lies with 95 % probability. */
  rate_low!: number;
  rate_high!: number;
  /** How probable it is that no other variant is better, 0 to 1. */
  probability_best!: number;
  /** Percentage points that choosing it gives away on average. */
  expected_loss!: number;
}

/** A test of variants and what has come of it. Until it is decided its figures are those of the moment and decide nothing. */
export class Experiment {
  campaign_id!: string;
  /** `undecided` without a winner while the others wait for your choice; `ended` with a stopped campaign. */
  state!: 'defined' | 'running' | 'decided' | 'undecided' | 'ended';
  metric!: 'clicks' | 'opens';
  test_percent!: number;
  hours!: number;
  minimum_sample!: number;
  threshold!: number;
  loss_at_most_percent!: number;
  without_winner!: 'first' | 'wait';
  variants!: VariantResult[];
  /** The label of the winner; null when there is none, which is a result too. */
  winner!: string | null;
  /** What those get who were not tested. */
  rest_gets!: string | null;
  /** Why: clear_winner, sample_too_small, no_clear_winner, by_hand or campaign_stopped. */
  reason!: 'clear_winner' | 'sample_too_small' | 'no_clear_winner' | 'by_hand' | 'campaign_stopped' | null;
  /** Who has decided. */
  decided_by!: 'figures' | 'person' | null;
  decided_at!: string | null;
  /** Recipients who wait for the winner. */
  waiting!: number;
}
