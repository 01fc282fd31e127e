export const POST_STATUSES = ['draft', 'scheduled', 'published', 'failed', 'deleted'] as const;
export type PostStatus = (typeof POST_STATUSES)[number];

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
  /** @example 'draft' */
  status!: PostStatus;
  scheduled_time!: string | null;
  posted_at!: string | null;
  /** The id its network has given it. */
  post_id!: string | null;
  /** `likes`, `comments`, `shares`, `clicks`, `impressions`, `reach` as its network last told them. */
  engagement_metrics!: Record<string, unknown>;
  campaign_id!: string | null;
  /** @example '2026-11-23T20:00:00.123456Z' */
  created_at!: string;
  updated_at!: string;
}
