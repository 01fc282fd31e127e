import { Matches } from 'class-validator';
import type { Insight } from '#domains/analytics/analytics.answers.dto';
import { MayBeLeftOut } from '#platform/http/may-be-left-out.decorator';

export class OverviewQuery {
  /** How many days back from now, as `30d`: 1 to 366. @example '30d' */
  @MayBeLeftOut()
  @Matches(/^(?:[1-9]\d?|[12]\d\d|3[0-5]\d|36[0-6])d$/, {
    message: 'period must be a number of days from 1d to 366d',
  })
  period: string = '30d';
}

/** The figures of the period. Null is not measured. */
class OverviewMetrics {
  /** Campaigns that were running. @example 4 */
  campaigns!: number | null;
  /** Leads that came in. @example 120 */
  leads!: number | null;
  /** How many of them were qualified, in per cent. @example 12.5 */
  conversion_rate!: number | null;
  /** Of campaigns, in their currency. @example 5400 */
  revenue!: number | null;
  /** Visits of a website: null while no source measures them. */
  traffic!: number | null;
  /** Reactions to the posts that were published: likes, comments and shares. @example 340 */
  engagement!: number | null;
}

/** Your marketing at a glance. */
export class Overview {
  metrics!: OverviewMetrics;
  /** The ten newest. */
  insights!: Insight[];
  /** As it was asked for. @example '30d' */
  period!: string;
  /** When the figures were counted. */
  last_updated!: string;
}
