import { IsISO8601, IsInt, IsString, IsUUID } from 'class-validator';
import { ScheduleKind } from '#platform/clock/schedules/schedule-kind';
import { defineJob } from '#platform/jobs/job';

export class PublishContent {
  @IsUUID()
  ownerId!: string;

  @IsInt()
  contentId!: number;

  @IsString()
  jobId!: string;

  @IsISO8601()
  dueAt!: string;
}

/** The time of a piece of content has come. */
export const PublishContentJob = defineJob('schedules.publish-content', PublishContent, {
  tenant: 'ownerId',
  concurrency: 2,
});

export class ContentPublishKind extends ScheduleKind {
  readonly name = 'content_publish';
  readonly job = PublishContentJob;
}
