import { IsIn } from 'class-validator';
import { IsDay } from '#platform/http/day.validator';
import { MayBeLeftOut } from '#platform/http/may-be-left-out.decorator';
import { COHORT_SPANS, type CohortSpan } from './cohort-span.js';

/** Leads that came in on which days; days are those of UTC, and two years at most. */
export class LeadDaysQuery {
  /** The first day; 29 days before the last by default. @example '2026-11-01' */
  @MayBeLeftOut()
  @IsDay()
  from?: string;

  /** The last day; today by default. @example '2026-11-30' */
  @MayBeLeftOut()
  @IsDay()
  to?: string;
}

export class LeadCohortsQuery {
  /** A day of the first week or month; twelve of them by default. @example '2026-09-01' */
  @MayBeLeftOut()
  @IsDay()
  from?: string;

  /** A day of the last week or month; today by default. @example '2026-11-30' */
  @MayBeLeftOut()
  @IsDay()
  to?: string;

  /** Who came in together: in a week, from Monday on, or in a month. */
  @MayBeLeftOut()
  @IsIn(COHORT_SPANS)
  by: CohortSpan = 'week';
}

/** Leads as they stand today. */
export class LeadCounts {
  /** @example 420 */
  leads!: number;
  /** Leads that were qualified, whether or not they went further since. @example 84 */
  qualified!: number;
  /** @example 12 */
  customers!: number;
  /** Leads that were lost or disqualified. @example 31 */
  lost!: number;
  /** Qualified leads over all leads, 0 to 1. @example 0.2 */
  conversion_rate!: number;
  /** Over leads that have a score above 0, two decimals; null without any. @example 61.35 */
  average_score!: number | null;
}

/** The days that are told of, both included. */
class ToldDays {
  /** @example '2026-11-01' */
  from!: string;
  /** @example '2026-11-30' */
  to!: string;
}

export class LeadsOfSource extends LeadCounts {
  /** @example 'embedded_form' */
  source!: string;
}

export class LeadsBySource extends ToldDays {
  /** The hundred with the most leads. */
  sources!: LeadsOfSource[];
  /** All other sources together; null when there is none. */
  others!: LeadCounts | null;
}

export class LeadsOfForm extends LeadCounts {
  /** Null for leads that came in by none. */
  form_id!: string | null;
  /** @example 'Newsletter' */
  form_name!: string | null;
}

export class LeadsByForm extends ToldDays {
  /** The hundred with the most leads. */
  forms!: LeadsOfForm[];
  /** All other forms together; null when there is none. */
  others!: LeadCounts | null;
}

export class LeadsOfCampaign extends LeadCounts {
  /** Null for leads of none. */
  campaign_id!: string | null;
}

export class LeadsByCampaign extends ToldDays {
  /** The hundred with the most leads. */
  campaigns!: LeadsOfCampaign[];
  /** All other campaigns together; null when there is none. */
  others!: LeadCounts | null;
}

export class LeadsOfDay extends LeadCounts {
  /** @example '2026-11-27' */
  day!: string;
}

export class LeadsByDay extends ToldDays {
  /** Oldest first, those without leads among them. */
  days!: LeadsOfDay[];
}

export const FUNNEL_STAGES = ['new', 'contacted', 'qualified', 'opportunity', 'customer'] as const;
export type FunnelStage = (typeof FUNNEL_STAGES)[number];

export class LeadFunnelStage {
  stage!: FunnelStage;
  /** Leads that have reached this stage or a later one, whatever became of them since. @example 84 */
  reached!: number;
  /** Over those that have reached the stage before, 0 to 1; null where nobody has. @example 0.4 */
  of_previous!: number | null;
  /** Over all leads of the days, 0 to 1; null without any. @example 0.2 */
  of_all!: number | null;
}

export class LeadFunnel extends ToldDays {
  /** From `new`, which is all leads of the days, to `customer`, which `converted` leads are too. */
  stages!: LeadFunnelStage[];
  /** Leads that are lost today, at whichever stage. @example 20 */
  lost!: number;
  /** Leads that are disqualified today, at whichever stage. @example 11 */
  disqualified!: number;
}

/** Days from coming in to a stage: whole hours within a day, whole days within 30, then whole weeks; what has begun is not counted. */
export class LeadPace {
  /** Leads that have reached the stage. @example 84 */
  reached!: number;
  /** Those that came in at it, of which there is nothing to measure. @example 4 */
  arrived!: number;
  /** Those whose time is known: what the days are of. @example 80 */
  measured!: number;
  /** Half of them took no longer; null when none was measured. @example 6 */
  median_days!: number | null;
  /** 75 of 100 took no longer. @example 12 */
  p75_days!: number | null;
  /** 90 of 100 took no longer. @example 25 */
  p90_days!: number | null;
}

export class LeadPaces {
  qualified!: LeadPace;
  customer!: LeadPace;
}

export class LeadPacesOfSource extends LeadPaces {
  /** @example 'embedded_form' */
  source!: string;
}

/** Late comers have had less time, so that those who are slow among them are still missing. */
export class LeadVelocity extends ToldDays {
  all!: LeadPaces;
  /** The hundred of which most leads have come so far. */
  sources!: LeadPacesOfSource[];
}

/** Shares of a cohort, 0 to 1; null without leads, and until all of them have had that long. */
export class CohortShares {
  /** @example 0.05 */
  within_7_days!: number | null;
  /** @example 0.15 */
  within_30_days!: number | null;
  /** @example 0.21 */
  within_90_days!: number | null;
}

/** Leads that came in in the same week or month. */
export class LeadCohort {
  /** Its first day. @example '2026-11-02' */
  starts!: string;
  /** @example 97 */
  leads!: number;
  qualified!: CohortShares;
  customer!: CohortShares;
}

export class LeadCohorts extends ToldDays {
  by!: CohortSpan;
  /** Oldest first, those without leads among them. */
  cohorts!: LeadCohort[];
}
