import { Injectable } from '@nestjs/common';
import { Schedules } from '#platform/clock/schedules/schedules';
import type { SocialPost } from './social-post.answers.dto.js';

/** Schedules of posts go where their posts go: whether and when a post is published is said by the post alone. */
@Injectable()
export class PostSchedule {
  constructor(private readonly schedules: Schedules) {}

  /** The schedule of a post that is scheduled is for the post's time, of any other it is cancelled. Joins the running transaction. */
  async follow(
    ownerId: string,
    { id, status, scheduled_time }: Pick<SocialPost, 'id' | 'status' | 'scheduled_time'>,
  ): Promise<void> {
    const jobId = scheduleIdOf(id);
    if (status === 'scheduled' && scheduled_time !== null)
      await this.schedules.moveTo(ownerId, jobId, scheduled_time);
    else await this.schedules.cancel(ownerId, jobId);
  }
}

/** By which name the schedule of a post is kept. */
export function scheduleIdOf(postId: string): string {
  return `social_post_${postId}`;
}
