import { IsIn, IsUUID } from 'class-validator';
import { defineJob } from '#platform/jobs/job';

export class AskedByClock {
  @IsIn(['clock'])
  askedBy!: 'clock';
}

/** Hands out the schedules that are due, of all tenants. */
export const ClaimSchedulesJob = defineJob('research.claim-schedules', AskedByClock, {
  retryLimit: 1,
  oneWaiting: true,
});

export class RunSchedule {
  @IsUUID()
  ownerId!: string;

  @IsUUID()
  scheduleId!: string;
}

/** Asked for when a schedule is due: its pages are read once. */
export const RunScheduleJob = defineJob('research.run-schedule', RunSchedule, {
  tenant: 'ownerId',
  retryLimit: 1,
  expireInSeconds: 150,
  concurrency: 2,
});
