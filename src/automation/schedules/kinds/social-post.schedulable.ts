import { Injectable } from '@nestjs/common';
import { IsUUID } from 'class-validator';
import { PlannedPosts } from '#domains/social/planned/planned-posts.service';
import { scheduleIdOf } from '#domains/social/post-schedule';
import { SocialPosts } from '#domains/social/social-post.service';
import { type Prepared, Schedulable, type When } from '../schedulable.js';
import { ScheduleUnfit } from '../schedules.errors.js';

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

  constructor(
    private readonly posts: SocialPosts,
    private readonly planned: PlannedPosts,
  ) {
    super();
  }

  /**
   * The post is scheduled for the same time, and may be as late. What holds back a post is its own campaign: one that its schedule
   * went with instead would be paused or stopped, and the post would go out.
   */
  async prepare(
    ownerId: string,
    { post_id }: PostToPublish,
    { trigger, graceSeconds, campaignId }: When,
  ): Promise<Prepared> {
    const scheduled_time = trigger.type === 'date' ? trigger.at : '';
    const time = { post_id, scheduled_time, late_by_seconds: graceSeconds };
    const [post] = await this.posts.scheduleAll(ownerId, [time]);
    const own = post?.campaign_id ?? undefined;
    if (campaignId !== undefined && campaignId.toLowerCase() !== own)
      throw new ScheduleUnfit().withIssues([
        { path: 'campaign_id', message: 'campaign_id must be the campaign of the post, or be left out' },
      ]);
    return { jobId: scheduleIdOf(post_id), payload: { postId: post_id }, campaignId: own };
  }

  override async cancelled(ownerId: string, { postId }: Readonly<Record<string, unknown>>): Promise<void> {
    await this.posts.unschedule(ownerId, String(postId));
  }

  override async paused(ownerId: string, { postId }: Readonly<Record<string, unknown>>): Promise<void> {
    await this.planned.hold(ownerId, String(postId));
  }

  override async resumed(ownerId: string, { postId }: Readonly<Record<string, unknown>>): Promise<void> {
    await this.planned.letGo(ownerId, String(postId));
  }
}
