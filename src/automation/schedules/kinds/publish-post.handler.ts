import { Injectable } from '@nestjs/common';
import { FiringFailed } from '#platform/clock/schedules/schedules.errors';
import { Schedules } from '#platform/clock/schedules/schedules';
import { Handles } from '#platform/jobs/handles.decorator';
import type { JobHandler } from '#platform/jobs/job';
import { NetworkNotConnected } from '#domains/social/social-post.errors';
import { PostDispatch } from '#domains/social/publishing/post-dispatch.service';
import { SocialPosts } from '#domains/social/social-post.service';
import { type PublishPost, PublishPostJob } from './social-post.kind.js';

/** Publishes a post when its time has come, if nobody has yet; why that was not possible stands with the post. */
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
        const before = await this.posts.get(ownerId, postId);
        const { status, post_url, last_error } =
          before.status === 'published' ? before : await this.dispatch.publish(ownerId, postId);
        if (status === 'failed' || status === 'unknown') throw new FiringFailed(last_error ?? status);
        return { post_id: postId, status, post_url };
      } catch (error) {
        if (!(error instanceof NetworkNotConnected)) throw error;
        await this.posts.fail(ownerId, postId, error);
        throw new FiringFailed(error.message);
      }
    });
  }
}
