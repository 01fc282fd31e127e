export const POST_STATUSES = [
  'draft',
  'scheduled',
  'publishing',
  'published',
  'failed',
  'unknown',
  'deleted',
] as const;
export type PostStatus = (typeof POST_STATUSES)[number];

export type PartStatus = 'waiting' | 'publishing' | 'published' | 'failed' | 'unknown';

/** A post that answers the one before it. */
export class ThreadPart {
  /** @example 'First: feed the starter the evening before.' */
  content!: string;
  media_urls!: string[];
  /** `waiting` for those before it. @example 'published' */
  status!: PartStatus;
  /** The id its network has given it; null too where a company has published the thread whole. */
  post_id!: string | null;
  post_url!: string | null;
}

export type AttemptOutcome = 'published' | 'handed_over' | 'put_off' | 'failed' | 'unknown';

/** What came of an attempt to publish a post. */
export class PostAttempt {
  /** Which it was. @example 1 */
  attempt!: number;
  /** @example '2026-11-23T20:00:00.123456Z' */
  at!: string;
  /** `handed_over` to a company that publishes it; `put_off` until it is tried again. @example 'put_off' */
  outcome!: AttemptOutcome;
  /** Why; never changes. @example 'channels/social-limited' */
  code!: string | null;
  reason!: string | null;
}

/** A post for one social network. */
export class SocialPost {
  id!: string;
  /** @example 'linkedin' */
  platform!: string;
  /** The text, without the hashtags behind it. @example 'Three things we learned from a thousand sourdough loaves.' */
  content!: string;
  /** @example ['#Sourdough'] */
  hashtags!: string[];
  media_urls!: string[];
  /** What follows it, each an answer to the one before. */
  thread!: ThreadPart[];
  /**
   * `publishing` it is on its way; `unknown` nobody can say whether it was published: look there before you publish it again.
   * @example 'draft'
   */
  status!: PostStatus;
  scheduled_time!: string | null;
  posted_at!: string | null;
  /** The id its network has given it. With any other status than `published` the first of a thread is out, and the rest not yet. */
  post_id!: string | null;
  /** `likes`, `comments`, `shares`, `clicks`, `impressions`, `reach` as its network last told them. */
  engagement_metrics!: Record<string, unknown>;
  campaign_id!: string | null;
  /** Why it could not be published; null when nothing has failed since it was scheduled. */
  last_error!: string | null;
  /** The code of that; never changes. @example 'channels/token-refused' */
  error_code!: string | null;
  /** Of your accounts, the one it is for; any of its network where there is none. */
  account_id!: string | null;
  /** By whom it was published. @example 'buffer' */
  service!: string | null;
  /** Where it can be seen. */
  post_url!: string | null;
  /** How often it was tried. */
  attempts!: number;
  /** What came of the last fifty attempts, the oldest first. */
  history!: PostAttempt[];
  /** When it is tried again. */
  retry_at!: string | null;
  /** When `engagement_metrics` were last read. */
  metrics_read_at!: string | null;
  /** @example '2026-11-23T20:00:00.123456Z' */
  created_at!: string;
  updated_at!: string;
}
