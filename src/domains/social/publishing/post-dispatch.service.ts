import { Injectable } from '@nestjs/common';
import { withoutUndefined } from '#kernel/without-undefined';
import { networkNamed } from '#platform/channels/networks';
import { Database } from '#platform/database/database';
import { Jobs } from '#platform/jobs/jobs';
import type { SocialPost } from '../social-post.answers.dto.js';
import type { ChangedSocialPost, NewSocialPost, PostToSchedule } from '../social-post.dto.js';
import {
  NetworkNotConnected,
  NothingToSchedule,
  PostFateUnknown,
  PostOnItsWay,
  PostOver,
} from '../social-post.errors.js';
import { SocialPosts } from '../social-post.service.js';
import { PostWays } from './post-ways.js';
import { type Claimed, PublicationRepository } from './publication.repository.js';
import { PublishDuePostsJob } from './publish-due.js';
import { Publisher } from './publisher.service.js';

/** Lets posts go, at once or at a time, and holds them back. */
@Injectable()
export class PostDispatch {
  constructor(
    private readonly database: Database,
    private readonly jobs: Jobs,
    private readonly posts: SocialPosts,
    private readonly publications: PublicationRepository,
    private readonly publisher: Publisher,
    private readonly ways: PostWays,
  ) {}

  async schedule(
    ownerId: string,
    { post_id, scheduled_time, ...given }: PostToSchedule,
  ): Promise<SocialPost> {
    if (post_id !== undefined) {
      await this.posts.get(ownerId, post_id);
      const [post] = await this.posts.scheduleAll(ownerId, [{ post_id, scheduled_time }]);
      return post as SocialPost;
    }
    const { platform, content } = given;
    if (platform === undefined || content === undefined) throw new NothingToSchedule();
    const wanted: NewSocialPost = { ...withoutUndefined(given), platform, content, scheduled_time };
    return this.posts.create(ownerId, wanted);
  }

  async change(ownerId: string, postId: string, changed: ChangedSocialPost): Promise<SocialPost> {
    const before = await this.posts.get(ownerId, postId);
    refuseOver(before);
    const { platform, content, hashtags, media_urls, scheduled_time, campaign_id, account_id } = before;
    const thread = before.thread.map((part) => ({ content: part.content, media_urls: part.media_urls }));
    const kept = { platform, content, hashtags, media_urls, thread, scheduled_time, campaign_id, account_id };
    const isNewTime = changed.scheduled_time !== undefined;
    const time = isNewTime || before.status === 'scheduled' ? {} : { scheduled_time: null };
    const wanted: NewSocialPost = { ...kept, ...time, ...withoutUndefined({ ...changed }) };
    const isElsewhere = wanted.account_id !== account_id || wanted.platform !== platform;
    if (isElsewhere) await this.posts.refuseHomeless(ownerId, [wanted]);
    return this.posts.replace(ownerId, postId, wanted);
  }

  /** The post is due from now on; a worker publishes it. */
  async send(ownerId: string, postId: string, evenUnknown: boolean): Promise<SocialPost> {
    const post = await this.posts.get(ownerId, postId);
    if (post.status === 'unknown' && !evenUnknown) throw new PostFateUnknown();
    if (post.status !== 'unknown') refuseOver(post);
    await this.ways.refuseNow(ownerId, post);
    return this.database.transaction(async () => {
      if (!(await this.publications.makeDue(ownerId, postId, evenUnknown))) throw new PostOnItsWay();
      await this.posts.follow(ownerId, postId);
      await this.jobs.send(PublishDuePostsJob, { askedBy: 'user' });
      return this.posts.get(ownerId, postId);
    });
  }

  async cancel(ownerId: string, postId: string): Promise<SocialPost> {
    refuseOver(await this.posts.get(ownerId, postId));
    await this.posts.unschedule(ownerId, postId);
    const post = await this.posts.get(ownerId, postId);
    refuseOver(post);
    return post;
  }

  /**
   * Publishes a post now, and answers it as it is then; one that is on its way or out is answered as it is. Throws
   * `social/network-not-connected`, and leaves the post as it was, while nothing connects us to its network.
   */
  async publish(ownerId: string, postId: string): Promise<SocialPost> {
    const post = await this.posts.get(ownerId, postId);
    if (post.status === 'published' || post.status === 'deleted') throw new PostOver(post.status);
    if (post.status === 'unknown') throw new PostFateUnknown();
    if (post.status === 'publishing') return post;
    await this.refuseUnconnected(ownerId, post);
    const claimed = await this.publications.claim(ownerId, postId);
    return this.published(ownerId, postId, claimed);
  }

  /**
   * Publishes a post that is scheduled for no later than then, and answers it as it is afterwards; any other is answered as it is.
   * Throws `social/network-not-connected` as `publish` does.
   */
  async publishScheduled(ownerId: string, postId: string, dueAt: string): Promise<SocialPost> {
    const post = await this.posts.get(ownerId, postId);
    const { status, scheduled_time } = post;
    if (status !== 'scheduled' || Date.parse(scheduled_time ?? '') > Date.parse(dueAt)) return post;
    await this.refuseUnconnected(ownerId, post);
    const claimed = await this.publications.claimScheduled(ownerId, postId, dueAt);
    return this.published(ownerId, postId, claimed);
  }

  private async refuseUnconnected(ownerId: string, post: SocialPost): Promise<void> {
    if (!(await this.ways.isConnected(ownerId, post)))
      throw new NetworkNotConnected(networkNamed(post.platform).name);
  }

  private async published(
    ownerId: string,
    postId: string,
    claimed: Claimed | undefined,
  ): Promise<SocialPost> {
    if (claimed) await this.publisher.publish(claimed, new AbortController().signal);
    return this.posts.get(ownerId, postId);
  }
}

function refuseOver({ status }: SocialPost): void {
  if (status === 'publishing') throw new PostOnItsWay();
  if (status === 'published' || status === 'deleted' || status === 'unknown') throw new PostOver(status);
}
