import { IsIn, IsString, MaxLength, MinLength } from 'class-validator';
import { MayBeLeftOut } from '#platform/http/may-be-left-out.decorator';

/** A post of a campaign's calendar, and what became of it. */
export class PlannedPost {
  /** Null where it could not be kept. */
  post_id!: string | null;
  /** What the clock calls it, for a scheduled one. */
  job_id?: string;
  /** @example 'linkedin' */
  platform!: string;
  scheduled_time!: string | null;
  success!: boolean;
  /** `scheduler` for its time, `agent` for at once. */
  method!: 'scheduler' | 'agent';
  /** Why it will not go out by itself. */
  message?: string;
}

/** A text of a campaign's calendar, as it stands in the content library. */
export class PlannedContentResult {
  content_id!: number;
  title!: string;
  /** Null for what was published at once. */
  scheduled_date!: string | null;
  method!: 'scheduler' | 'immediate';
}

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
  /** Each post, for the social channels. */
  posts?: PlannedPost[];
  /** Each text, for the content channel. */
  content?: PlannedContentResult[];
  /** How many posts or texts will appear. */
  scheduled_count?: number;
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
  /** Mails, posts, texts and starts that were waiting and now wait on. @example 120 */
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
  /** Mails, posts, texts and starts that were waiting and will not be. @example 120 */
  jobs_cancelled!: number;
  /** @example 'Campaign stopped and marked as completed' */
  message!: string;
}

/** Where a campaign may be moved to by hand. */
const WANTED = ['draft', 'scheduled', 'active', 'paused', 'completed', 'cancelled', 'archived'] as const;

export class StatusWish {
  /**
   * `active` launches, resumes, or starts at once what is scheduled; `scheduled` launches for a time to come; `draft` takes back what
   * never began.
   * @example 'paused'
   */
  @IsIn(WANTED)
  status!: (typeof WANTED)[number];

  /** Why; kept in the history. @example 'The offer has changed' */
  @MayBeLeftOut()
  @IsString()
  @MinLength(1)
  @MaxLength(500)
  reason?: string;
}

/** Why something is done to a campaign. */
export class Because {
  /** Kept in the history. @example 'The offer has changed' */
  @MayBeLeftOut()
  @IsString()
  @MinLength(1)
  @MaxLength(500)
  reason?: string;
}
