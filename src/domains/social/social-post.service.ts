import { Injectable } from '@nestjs/common';
import type { AppError } from '#kernel/errors';
import { isUuid } from '#kernel/ids';
import type { Page } from '#kernel/page';
import { fitToNetwork } from '#platform/channels/fit-to-network';
import { findNetwork, type Network, networkNamed } from '#platform/channels/networks';
import { textLength } from '#platform/channels/text-length';
import { Database } from '#platform/database/database';
import { analyticsOf, type PlatformSums, type PostingHabits, totalsOf } from './post-analytics.js';
import type { PostAnalytics } from './publishing/post-analytics.dto.js';
import { PostWays } from './publishing/post-ways.js';
import { PostOutlets } from './publishing/post-outlets.js';
import { PostSchedule } from './post-schedule.js';
import type { SocialPost } from './social-post.answers.dto.js';
import type { NewSocialPost, SocialPostQuery } from './social-post.dto.js';
import {
  AccountNotFound,
  PostNotFound,
  PostOnItsWay,
  PostOver,
  PostPartlyOut,
  PostTooLong,
  TimePast,
} from './social-post.errors.js';
import { type KeptPost, type PostTime, SocialPostRepository } from './social-post.repository.js';

/** By which account a post is to leave. */
type Addressed = Pick<NewSocialPost, 'platform' | 'account_id'>;

const DAY_MS = 86_400_000;

export const ACCOUNT_ISSUE = {
  path: 'account_id',
  message: 'account_id must be one of your accounts on the network',
};

/** Posts as their owners write them. None gets a time that its network, or what it would leave by, would not take as it is. */
@Injectable()
export class SocialPosts {
  constructor(
    private readonly database: Database,
    private readonly posts: SocialPostRepository,
    private readonly outlets: PostOutlets,
    private readonly ways: PostWays,
    private readonly schedule: PostSchedule,
  ) {}

  async create(ownerId: string, post: NewSocialPost): Promise<SocialPost> {
    const [created] = await this.createAll(ownerId, [post]);
    return created as SocialPost;
  }

  /** Keeps all of them, or none. Throws `social/account-not-found` where one names an account that is not the owner's. */
  async createAll(ownerId: string, posts: readonly NewSocialPost[]): Promise<SocialPost[]> {
    const kept = posts.map(keptOf);
    await this.refuseHomeless(ownerId, posts);
    await this.refuseUnfit(ownerId, posts);
    return this.posts.add(ownerId, kept);
  }

  /** Throws `social/account-not-found` where one names an account that the owner has not on its network. */
  async refuseHomeless(ownerId: string, posts: readonly Addressed[]): Promise<void> {
    if ((await this.homeless(ownerId, posts)).length > 0)
      throw new AccountNotFound().withIssues([ACCOUNT_ISSUE]);
  }

  /** The places of those that name an account which the owner has not on their network. */
  async homeless(ownerId: string, posts: readonly Addressed[]): Promise<number[]> {
    if (posts.every(({ account_id }) => account_id == null)) return [];
    const accounts = await this.outlets.accounts(ownerId);
    const known = new Set(accounts.map(({ network, id }) => `${network} ${id}`));
    return posts.flatMap(({ platform, account_id }, at) =>
      account_id == null || known.has(`${findNetwork(platform)?.id} ${account_id}`) ? [] : [at],
    );
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
      await this.refuseUnfit(ownerId, scheduled);
      for (const post of scheduled) await this.schedule.follow(ownerId, post);
      return times.map(({ post_id }) => byId.get(post_id) as SocialPost);
    });
  }

  async get(ownerId: string, postId: string): Promise<SocialPost> {
    const [post] = isUuid(postId) ? await this.posts.many(ownerId, [postId]) : [];
    if (!post) throw new PostNotFound();
    return post;
  }

  /** Writes a post that is not over anew. */
  async replace(ownerId: string, postId: string, post: NewSocialPost): Promise<SocialPost> {
    const kept = keptOf(post);
    await this.refuseUnfit(ownerId, [post]);
    return this.database.transaction(async () => {
      const replaced = await this.posts.replace(ownerId, postId, kept);
      if (replaced) {
        await this.schedule.follow(ownerId, replaced);
        return replaced;
      }
      const { status, post_id } = await this.get(ownerId, postId);
      throw post_id !== null && status !== 'published' ? new PostPartlyOut() : new PostOver(status);
    });
  }

  /** Again changes nothing. */
  remove(ownerId: string, postId: string): Promise<void> {
    return this.database.transaction(async () => {
      await this.get(ownerId, postId);
      if (!(await this.posts.remove(ownerId, postId))) throw new PostOnItsWay();
      await this.follow(ownerId, postId);
    });
  }

  /** Notes with the post why it could not be published. */
  fail(ownerId: string, postId: string, error: AppError): Promise<void> {
    return this.posts.fail(ownerId, postId, error);
  }

  /** A scheduled post is a draft again; any other stays as it is. */
  unschedule(ownerId: string, postId: string): Promise<void> {
    return this.database.transaction(async () => {
      await this.posts.unschedule(ownerId, postId);
      await this.follow(ownerId, postId);
    });
  }

  /** The schedule of a post, if it has one, is as the post is. Joins the running transaction. */
  async follow(ownerId: string, postId: string): Promise<void> {
    await this.schedule.follow(ownerId, await this.get(ownerId, postId));
  }

  /** When posts of an account are still to go out. */
  timesOf(ownerId: string, accountId: string): Promise<Date[]> {
    return this.posts.timesOf(ownerId, accountId);
  }

  sums(ownerId: string, since: Date): Promise<PlatformSums[]> {
    return this.posts.sums(ownerId, since);
  }

  /** What was published in the last days, until now. */
  async analytics(ownerId: string, days: number): Promise<PostAnalytics> {
    const until = new Date();
    const since = new Date(until.getTime() - days * DAY_MS);
    const sums = await this.posts.sums(ownerId, since);
    return {
      analytics: sums.map((of) => ({ platform: of.platform, ...analyticsOf(of) })),
      summary: { ...totalsOf(sums), platforms: sums.length },
      period: { days, since: since.toISOString(), until: until.toISOString() },
    };
  }

  habits(ownerId: string): Promise<PostingHabits> {
    return this.posts.habits(ownerId);
  }

  private refuseUnfit(ownerId: string, posts: readonly NewSocialPost[]): Promise<void> {
    const timed = posts.filter(({ scheduled_time }) => scheduled_time != null);
    return this.ways.refuseUnfit(ownerId, timed);
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
export function keptOf(post: NewSocialPost): KeptPost {
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
    thread: (post.thread ?? []).map(({ content, media_urls = [] }, at) => ({
      content: checkedPart(content, at, network),
      media_urls,
    })),
    status: time === null ? 'draft' : 'scheduled',
    scheduled_time: time,
    campaign_id: post.campaign_id ?? null,
    account_id: post.account_id ?? null,
  };
}

function checkedPart(content: string, at: number, network: Network): string {
  const text = content.toWellFormed().normalize('NFC').trim();
  if (textLength(text, network.counting) <= network.limit) return text;
  const message = `thread.${at}.content must not be longer than ${network.limit} characters`;
  throw new PostTooLong(network.name, network.limit).withIssues([{ path: `thread.${at}.content`, message }]);
}
