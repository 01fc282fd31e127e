import { IsNumber, Max, Min } from 'class-validator';
import { IsInstant } from '#platform/http/instant.validator';
import { MayBeLeftOut } from '#platform/http/may-be-left-out.decorator';

/** The stretch of time that is simulated. */
export class SimulationWish {
  /** When the virtual clock begins; now when left out. @example '2026-12-01T09:00:00Z' */
  @MayBeLeftOut()
  @IsInstant()
  from?: string;

  /** When it ends, at most 92 days later; 31 days when left out. @example '2026-12-31T00:00:00Z' */
  @MayBeLeftOut()
  @IsInstant()
  until?: string;

  /** What a thousand mails cost; else the campaign's setting `cost_per_thousand_mails`. @example 0.4 */
  @MayBeLeftOut()
  @IsNumber({ allowNaN: false, allowInfinity: false })
  @Min(0)
  @Max(100_000)
  cost_per_thousand_mails?: number;
}

/** One start of the campaign. */
export class SimulatedStart {
  at!: string;
  mails!: number;
  /** Who would have had too many mails by then. */
  skipped_by_frequency_cap!: number;
}

export class SimulatedHour {
  /** The full hour, UTC. */
  at!: string;
  mails!: number;
}

export class SimulatedDay {
  /** UTC. @example '2026-12-01' */
  day!: string;
  mails!: number;
}

/** A post or a text of the calendar that would be published. */
export class SimulatedItem {
  at!: string;
  kind!: 'post' | 'text';
  /** The network of a post; `content` for a text. @example 'linkedin' */
  channel!: string;
  /** @example 'Ten years of bread' */
  title!: string;
}

/** What the run would cost. */
export class SimulatedCosts {
  /** Null where nobody has said what a thousand mails cost. */
  mail!: number | null;
  /** Sending asks no model: always 0. */
  ai!: number;
  total!: number | null;
}

/** A campaign on a virtual clock: what would leave when, to how many, by the limits of today. Nothing was sent. */
export class SimulatedCampaign {
  campaign_id!: string;
  from!: string;
  until!: string;
  /** Whether the audience is that of an estimate in which not everybody was asked about. */
  estimated!: boolean;
  /** When the audience was counted. */
  counted_at!: string;
  audience!: number;
  mailable!: number;
  /** Leads that the gates would skip at the first start, by reason. */
  skipped_by_reason!: Record<string, number>;
  /** At most a hundred. */
  starts!: SimulatedStart[];
  /** Mails a minute that were reckoned with. */
  rate_per_minute!: number;
  /** No limit is set: the rate is what a mail server commonly takes. */
  rate_assumed!: boolean;
  /** Mails that leave within the time. */
  mails!: number;
  /** Mails that would still wait at its end. */
  left_over!: number;
  begins_at!: string | null;
  /** When the last mail leaves. */
  ends_at!: string | null;
  hours!: SimulatedHour[];
  days!: SimulatedDay[];
  /** Posts and texts in their order, those of the first hundred starts, at most 500; a post that nothing is connected for and that has no time stays a draft. */
  calendar!: SimulatedItem[];
  costs!: SimulatedCosts;
}
