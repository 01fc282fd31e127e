import { Injectable } from '@nestjs/common';
import { FiringFailed } from '#platform/clock/schedules/schedules.errors';
import { Schedules } from '#platform/clock/schedules/schedules';
import { Handles } from '#platform/jobs/handles.decorator';
import type { JobHandler } from '#platform/jobs/job';
import type { SocialPost } from '#domains/social/social-post.answers.dto';
import { NetworkNotConnected } from '#domains/social/social-post.errors';
import { PostDispatch } from '#domains/social/publishing/post-dispatch.service';
import { SocialPosts } from '#domains/social/social-post.service';
import { type PublishPost, PublishPostJob } from './social-post.kind.js';

/**
 * Publishes a post when its time has come, if it is still scheduled for then and nobody has yet; by hand whenever it can be. Why that
 * was not possible stands with the post.
 */
@Injectable()
@Handles(PublishPostJob)
export class PublishPostHandler implements JobHandler<PublishPost> {
  constructor(
    private readonly schedules: Schedules,
    private readonly posts: SocialPosts,
    private readonly dispatch: PostDispatch,
  ) {}

  handle({ ownerId, postId, ...firing }: PublishPost): Promise<void> {
    return this.schedules.perform(ownerId, firing, async () => {
      try {
        const { status, post_url, last_error } = (await this.schedules.isByHand(ownerId, firing))
          ? await this.publishedNow(ownerId, postId)
          : await this.dispatch.publishScheduled(ownerId, postId, firing.dueAt);
        if (status === 'failed' || status === 'unknown') throw new FiringFailed(last_error ?? status);
        return { post_id: postId, status, post_url };
      } catch (error) {
        if (!(error instanceof NetworkNotConnected)) throw error;
        await this.posts.fail(ownerId, postId, error);
        throw new FiringFailed(error.message);
      }
    });
  }

  private async publishedNow(ownerId: string, postId: string): Promise<SocialPost> {
    const before = await this.posts.get(ownerId, postId);
    return before.status === 'published' ? before : this.dispatch.publish(ownerId, postId);
  }
}
