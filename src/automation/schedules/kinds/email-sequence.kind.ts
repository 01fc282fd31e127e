import { IsArray, IsISO8601, IsOptional, IsString, IsUUID } from 'class-validator';
import { ScheduleKind } from '#platform/clock/schedules/schedule-kind';
import { defineJob } from '#platform/jobs/job';

export class EnterSequence {
  @IsUUID()
  ownerId!: string;

  @IsUUID()
  sequenceId!: string;

  @IsOptional()
  @IsArray()
  @IsUUID('all', { each: true })
  leadIds?: string[];

  @IsOptional()
  @IsArray()
  @IsUUID('all', { each: true })
  segmentIds?: string[];

  @IsString()
  jobId!: string;

  @IsISO8601()
  dueAt!: string;
}

/** Leads are to enter a sequence. */
export const EnterSequenceJob = defineJob('schedules.enter-sequence', EnterSequence, {
  tenant: 'ownerId',
});

export class EmailSequenceKind extends ScheduleKind {
  readonly name = 'email_sequence';
  readonly job = EnterSequenceJob;
}
