import { Injectable } from '@nestjs/common';
import { isUuid } from '#kernel/ids';
import type { Page } from '#kernel/page';
import { fitToNetwork } from '#platform/channels/fit-to-network';
import { networkNamed } from '#platform/channels/networks';
import { Database } from '#platform/database/database';
import type { PlatformSums, PostingHabits } from './post-analytics.js';
import type { SocialPost } from './social-post.answers.dto.js';
import type { NewSocialPost, SocialPostQuery } from './social-post.dto.js';
import { NetworkNotConnected, PostNotFound, PostOver, PostTooLong, TimePast } from './social-post.errors.js';
import { type KeptPost, type PostTime, SocialPostRepository } from './social-post.repository.js';

@Injectable()
export class SocialPosts {
  constructor(
    private readonly database: Database,
    private readonly posts: SocialPostRepository,
  ) {}

  async create(ownerId: string, post: NewSocialPost): Promise<SocialPost> {
    const [created] = await this.createAll(ownerId, [post]);
    return created as SocialPost;
  }

  /** Keeps all of them, or none. */
  createAll(ownerId: string, posts: readonly NewSocialPost[]): Promise<SocialPost[]> {
    return this.posts.add(ownerId, posts.map(toKept));
  }

  list(ownerId: string, query: SocialPostQuery): Promise<Page<SocialPost>> {
    const platform = query.platform === undefined ? {} : { platform: networkNamed(query.platform).id };
    return this.posts.list(ownerId, { ...query, ...platform });
  }

  /** Schedules all of them, each named once, or none; answers them in their order. */
  scheduleAll(ownerId: string, times: readonly PostTime[]): Promise<SocialPost[]> {
    for (const { scheduled_time } of times) refusePast(scheduled_time);
    return this.database.transaction(async () => {
      const scheduled = await this.posts.schedule(ownerId, times);
      const byId = new Map(scheduled.map((post) => [post.id, post]));
      const left = times.map(({ post_id }) => post_id).filter((id) => !byId.has(id));
      if (left.length > 0) await this.refuse(ownerId, left);
      return times.map(({ post_id }) => byId.get(post_id) as SocialPost);
    });
  }

  /** Nothing connects us to a network yet: says what is missing, and leaves the post as it is. */
  async publish(ownerId: string, postId: string): Promise<never> {
    const [post] = isUuid(postId) ? await this.posts.many(ownerId, [postId]) : [];
    if (!post) throw new PostNotFound();
    if (post.status === 'published' || post.status === 'deleted') throw new PostOver(post.status);
    throw new NetworkNotConnected(networkNamed(post.platform).name);
  }

  sums(ownerId: string, since: Date): Promise<PlatformSums[]> {
    return this.posts.sums(ownerId, since);
  }

  habits(ownerId: string): Promise<PostingHabits> {
    return this.posts.habits(ownerId);
  }

  private async refuse(ownerId: string, ids: readonly string[]): Promise<never> {
    const known = await this.posts.many(ownerId, ids);
    const [over] = known;
    if (!over || known.length < ids.length) throw new PostNotFound();
    throw new PostOver(over.status);
  }
}

/** Refuses a moment that is not to come. */
export function refusePast(time: string): void {
  if (Date.parse(time) <= Date.now())
    throw new TimePast().withIssues([{ path: 'scheduled_time', message: 'scheduled_time must be to come' }]);
}

/** A post as its network takes it; a text that is too long is its author's to shorten. */
function toKept(post: NewSocialPost): KeptPost {
  const network = networkNamed(post.platform);
  const { text, hashtags, truncated } = fitToNetwork(post.content, post.hashtags ?? [], network);
  if (truncated)
    throw new PostTooLong(network.name, network.limit).withIssues([
      {
        path: 'content',
        message: `content must not be longer than ${network.limit} characters, hashtags included`,
      },
    ]);
  const time = post.scheduled_time ?? null;
  if (time !== null) refusePast(time);
  return {
    platform: network.id,
    content: text,
    hashtags: [...hashtags],
    media_urls: post.media_urls ?? [],
    status: time === null ? 'draft' : 'scheduled',
    scheduled_time: time,
    campaign_id: post.campaign_id ?? null,
  };
}
