import { Injectable } from '@nestjs/common';
import { IsUUID } from 'class-validator';
import type { Trigger } from '#platform/clock/schedules/trigger';
import { SocialPosts } from '#domains/social/social-post.service';
import { type Prepared, Schedulable } from '../schedulable.js';

export class PostToPublish {
  /** One of your posts. */
  @IsUUID()
  post_id!: string;
}

/** Publishing a post. */
@Injectable()
export class SchedulablePost extends Schedulable<PostToPublish> {
  readonly kind = 'social_post';
  readonly body = PostToPublish;
  readonly triggers = ['date'] as const;

  constructor(private readonly posts: SocialPosts) {
    super();
  }

  /** The post is scheduled for the same time. */
  async prepare(ownerId: string, { post_id }: PostToPublish, trigger: Trigger): Promise<Prepared> {
    const scheduled_time = trigger.type === 'date' ? trigger.at : '';
    const [post] = await this.posts.scheduleAll(ownerId, [{ post_id, scheduled_time }]);
    return { jobId: `social_post_${post_id}`, payload: { postId: post_id }, campaignId: post?.campaign_id };
  }

  override async cancelled(ownerId: string, { postId }: Readonly<Record<string, unknown>>): Promise<void> {
    await this.posts.unschedule(ownerId, String(postId));
  }
}
