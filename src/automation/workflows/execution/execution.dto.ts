/** What one channel made of a launch. */
export class ChannelResult {
  /** @example true */
  success!: boolean;
  /** @example 'Email campaign scheduled' */
  message!: string;
  /** The mailing, for the e-mail channel. */
  email_campaign_id?: string;
  /** When it begins. */
  scheduled_time?: string;
}

/** The outcome per channel; null where the campaign does not name the channel. */
export class ChannelResults {
  email!: ChannelResult | null;
  social!: ChannelResult | null;
  content!: ChannelResult | null;
  /** Channels a person has to serve. */
  other?: Record<string, ChannelResult>;
}

/** What a launch did. */
export class LaunchOutcome {
  execution_results!: ChannelResults;
  /** @example 'Email campaign scheduled' */
  summary!: string;
  /** The same as `summary`. */
  message!: string;
  /** `active`, or `scheduled` when the start date is still to come. @example 'active' */
  campaign_status!: string;
}

/** What a pause did. */
export class PauseOutcome {
  /** Mails that were waiting and now wait on. @example 120 */
  jobs_paused!: number;
  /** @example 'Campaign paused successfully' */
  message!: string;
}

/** What a resumption did. */
export class ResumeOutcome {
  /** @example 120 */
  jobs_resumed!: number;
  /** @example 'Campaign resumed successfully' */
  message!: string;
}

/** What a stop did. */
export class StopOutcome {
  /** Mails that were waiting and will not be sent. @example 120 */
  jobs_cancelled!: number;
  /** @example 'Campaign stopped and marked as completed' */
  message!: string;
}
