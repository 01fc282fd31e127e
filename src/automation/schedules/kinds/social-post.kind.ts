import { IsISO8601, IsString, IsUUID } from 'class-validator';
import { ScheduleKind } from '#platform/clock/schedules/schedule-kind';
import { defineJob } from '#platform/jobs/job';

export class PublishPost {
  @IsUUID()
  ownerId!: string;

  @IsUUID()
  postId!: string;

  @IsString()
  jobId!: string;

  @IsISO8601()
  dueAt!: string;
}

/** The time of a post has come. */
export const PublishPostJob = defineJob('schedules.publish-post', PublishPost, {
  tenant: 'ownerId',
  concurrency: 2,
});

export class SocialPostKind extends ScheduleKind {
  readonly name = 'social_post';
  readonly job = PublishPostJob;
}
