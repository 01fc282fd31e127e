/** Whom a time is wanted for. Other parts of an audience are taken and told in `not_considered`. */
export class SendTimeAudience {
  /** Leads; a hundred get a time of their own too. */
  lead_ids?: string[];
  /** Addresses. */
  emails?: string[];
  /** @example 'Europe/Oslo' */
  timezone?: string;
}

/** When to write to one lead. */
export class LeadSendTime {
  lead_id!: string;
  /** The hour of the day around which they open mail, at the clock of `timezone`. @example 9 */
  hour!: number;
  /** How likely the next open falls within an hour of it, 0 to 99 per cent. */
  confidence!: number;
  /** How much mail they have opened in the last half year. */
  opens!: number;
  /** The hour of all your readers, or common advice, because they have opened too little. */
  estimated!: boolean;
  /** @example 'Europe/Oslo' */
  timezone!: string;
}

/** When to send, by what was sent and opened in the last half year. */
export class SendTimeAdvice {
  /** @example 'Tuesday 10:30 AM' */
  optimal_time!: string;
  /** 0 is Sunday. */
  weekday!: number;
  hour!: number;
  minute!: number;
  /** @example 'UTC' */
  timezone!: string;
  /** How much more is opened then than on average, in per cent; 0 when it is not known. */
  improvement!: number;
  /** How surely that is no chance, 0 to 99 per cent. */
  confidence!: number;
  /** Common advice, because too little has been sent to know better. */
  estimated!: boolean;
  /** Whose openings tell it: those of the audience, of all your readers where these are too few, or nobody's. */
  based_on!: 'audience' | 'all_readers' | 'common_advice';
  /** How much mail it was told from. */
  mails_considered!: number;
  /** For the first hundred of the leads asked about. */
  leads!: LeadSendTime[];
  /** Parts of the audience that say nothing about when mail is opened. @example ['industry'] */
  not_considered!: string[];
}
