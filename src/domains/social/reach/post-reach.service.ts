import { Injectable } from '@nestjs/common';
import { NO_METRICS, type PostMetrics } from '#platform/channels/social/social-channel';
import { SocialChannels } from '#platform/channels/social/social-channels';
import { findService, SERVICE_NAMES } from '#platform/channels/social/social-services';
import { analyticsOf } from '../post-analytics.js';
import { PostOutlets } from '../publishing/post-outlets.js';
import type { SocialPost } from '../social-post.answers.dto.js';
import { SocialPosts } from '../social-post.service.js';
import type { AccountAnalytics } from './account-reach.dto.js';
import { AccountSumsRepository } from './account-sums.repository.js';
import type { PostReach } from './post-reach.dto.js';

const DAY_MS = 86_400_000;
const METRICS = Object.keys(NO_METRICS) as (keyof PostMetrics)[];

/** What posts have reached, and why a number is not there. */
@Injectable()
export class PostReaches {
  constructor(
    private readonly posts: SocialPosts,
    private readonly channels: SocialChannels,
    private readonly sums: AccountSumsRepository,
    private readonly outlets: PostOutlets,
  ) {}

  /** What was published in the last days, account by account. */
  async accounts(ownerId: string, days: number): Promise<AccountAnalytics[]> {
    const since = new Date(Date.now() - days * DAY_MS);
    const [sums, accounts] = await Promise.all([
      this.sums.since(ownerId, since),
      this.outlets.accounts(ownerId),
    ]);
    return sums.map(({ service, connection_id, profile_id, ...of }) => {
      const account = accounts.find(
        (one) => one.connectionId === connection_id && one.profileId === profile_id,
      );
      const shown = { account_id: account?.id ?? null, name: account?.name ?? null, service };
      return { ...shown, platform: of.platform, ...analyticsOf(of) };
    });
  }

  async of(ownerId: string, postId: string): Promise<PostReach> {
    const post = await this.posts.get(ownerId, postId);
    const told = METRICS.map((name) => {
      const value = post.engagement_metrics[name];
      return [name, typeof value === 'number' ? value : null] as const;
    });
    const missing = told.flatMap(([name, value]) => (value === null ? [[name, this.why(post, name)]] : []));
    const { id: post_id, platform, service, metrics_read_at: read_at } = post;
    return {
      post_id,
      platform,
      service,
      read_at,
      ...NO_METRICS,
      ...(Object.fromEntries(told) as Partial<PostMetrics>),
      missing: Object.fromEntries(missing) as Record<string, string>,
    };
  }

  private why({ status, service: named, metrics_read_at }: SocialPost, name: keyof PostMetrics): string {
    if (status !== 'published') return 'The post is not published.';
    const service = findService(named ?? '');
    if (service === undefined) return 'It is not known by whom the post was published.';
    const who = SERVICE_NAMES[service];
    const { metrics } = this.channels.of(service).capabilities;
    if (!metrics.includes(name)) return `${who} does not tell ${name} by its API.`;
    return metrics_read_at === null
      ? `${who} has not been asked yet.`
      : `${who} has not told it of this post.`;
  }
}
