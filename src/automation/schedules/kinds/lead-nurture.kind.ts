import { IsArray, IsISO8601, IsString, IsUUID } from 'class-validator';
import { ScheduleKind } from '#platform/clock/schedules/schedule-kind';
import { defineJob } from '#platform/jobs/job';

export class NurtureLeads {
  @IsUUID()
  ownerId!: string;

  @IsArray()
  @IsUUID('all', { each: true })
  leadIds!: string[];

  @IsString()
  jobId!: string;

  @IsISO8601()
  dueAt!: string;
}

/** Leads are to be nurtured. */
export const NurtureLeadsJob = defineJob('schedules.nurture-leads', NurtureLeads, {
  tenant: 'ownerId',
});

export class LeadNurtureKind extends ScheduleKind {
  readonly name = 'lead_nurture';
  readonly job = NurtureLeadsJob;
}
