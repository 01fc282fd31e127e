import { Injectable } from '@nestjs/common';
import { IsInt, IsISO8601, IsString, IsUUID, MaxLength, Min } from 'class-validator';
import { ScheduleKind } from '#platform/clock/schedules/schedule-kind';
import { defineJob } from '#platform/jobs/job';

export const SCHEDULED_ENTRY = 'workflow_entry';

export class ScheduledEntry {
  @IsUUID()
  ownerId!: string;

  /** Of the schedule. */
  @IsString()
  @MaxLength(300)
  jobId!: string;

  /** The time that was due; with `jobId` it names the firing. */
  @IsISO8601()
  dueAt!: string;

  @IsString()
  @MaxLength(64)
  workflowId!: string;

  @IsInt()
  @Min(1)
  version!: number;

  /** The trigger. */
  @IsString()
  @MaxLength(64)
  step!: string;
}

/** The time of a workflow has come: whom its trigger means is let in. */
export const EnterScheduledJob = defineJob('workflows.enter-scheduled', ScheduledEntry, {
  tenant: 'ownerId',
  retryLimit: 5,
  expireInSeconds: 600,
});

/** Workflows that are entered by the clock. */
@Injectable()
export class ScheduledEntryKind extends ScheduleKind {
  readonly name = SCHEDULED_ENTRY;
  readonly job = EnterScheduledJob;
}
