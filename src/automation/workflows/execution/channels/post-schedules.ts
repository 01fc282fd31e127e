import { Injectable } from '@nestjs/common';
import { scheduleIdOf } from '#domains/social/post-schedule';
import { Schedules } from '#platform/clock/schedules/schedules';
import type { Schedule, ScheduleStatus } from '#platform/clock/schedules/schedule';

/** What every post of a campaign is published by. */
const KIND = 'social_post';
const MOST = 1_000;
const DAY_SECONDS = 86_400;

/** A post with its time. */
export interface TimedPost {
  readonly id: string;
  readonly scheduled_time: string | null;
}

/** The schedules by which posts of campaigns are published. */
@Injectable()
export class PostSchedules {
  constructor(private readonly schedules: Schedules) {}

  /** A post that is late by up to a day is published all the same. Joins the running transaction. */
  async put(ownerId: string, campaignId: string, posts: readonly TimedPost[]): Promise<void> {
    for (const { id, scheduled_time } of posts)
      if (scheduled_time !== null)
        await this.schedules.put(ownerId, {
          jobId: scheduleIdOf(id),
          kind: KIND,
          trigger: { type: 'date', at: scheduled_time },
          payload: { postId: id },
          campaignId,
          misfireGraceSeconds: DAY_SECONDS,
        });
  }

  /** How many posts of the campaign have a schedule that stands so. */
  async count(ownerId: string, campaignId: string, status: ScheduleStatus): Promise<number> {
    return (await this.all(ownerId, campaignId, status)).length;
  }

  /** How many posts of the campaign have a schedule that goes on with it. */
  async countResumed(ownerId: string, campaignId: string): Promise<number> {
    const paused = await this.all(ownerId, campaignId, 'paused');
    return paused.filter(({ pausedWithCampaign }) => pausedWithCampaign).length;
  }

  private async all(ownerId: string, campaignId: string, status: ScheduleStatus): Promise<Schedule[]> {
    const page = { limit: MOST };
    return (await this.schedules.list(ownerId, { campaignId, kind: KIND, status, page })).items;
  }
}
