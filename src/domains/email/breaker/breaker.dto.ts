/** Shares in percent of the mails with a known end; null where one is not watched. */
class BreakerLimitsShown {
  /** Addresses that do not exist or never take mail. @example 5 */
  hard_bounce_percent!: number | null;
  /** @example 0.1 */
  complaint_percent!: number | null;
  /** All failures, hard bounces among them. @example 20 */
  failure_percent!: number | null;
  /** Nothing is judged before so many mails have a known end. @example 100 */
  minimum_sample!: number | null;
}

/** Counted since the launch, or since a person has gone on after the last trip. */
class BreakerFiguresShown {
  /** Mails that were sent, have failed, or whose outcome is unknown. */
  mails!: number;
  hard_bounced!: number;
  complained!: number;
  failed!: number;
}

/** A pause that a campaign's mailing has given itself. */
export class BreakerTrip {
  id!: string;
  rate!: 'hard_bounce' | 'complaint' | 'failure';
  /** How high the rate was, in percent. */
  percent!: number;
  /** How high it may be. */
  limit_percent!: number;
  /** Mails with a known end at that time. */
  mails!: number;
  troubled!: number;
  /** @example '12 complaints of 4000 mails (0.3 %) are more than the 0.1 % that are allowed.' */
  reason!: string;
  tripped_by!: 'circuit_breaker';
  tripped_at!: string;
  /** Whom a mail was sent to about it, once. */
  told_to!: string | null;
  told_at!: string | null;
  /** When a person has gone on. */
  acknowledged_at!: string | null;
  acknowledged_by!: string | null;
}

/** The circuit breaker of a campaign's mailing. */
export class BreakerState {
  /** `off` when the campaign's settings switch it off. */
  state!: 'watching' | 'tripped' | 'off';
  limits!: BreakerLimitsShown;
  figures!: BreakerFiguresShown;
  /** Newest first, twenty at most. */
  trips!: BreakerTrip[];
}
