import { IsOptional, IsUUID } from 'class-validator';
import { defineJob } from '#platform/jobs/job';

/** Which run, and whose. */
export class RunTask {
  @IsUUID()
  ownerId!: string;

  @IsUUID()
  runId!: string;
}

/** Asked for by whoever does not want to wait: work on the run. */
export const ExecuteRunJob = defineJob('agents.execute-run', RunTask, {
  tenant: 'ownerId',
  concurrency: 4,
  // A run that a worker leaves in the middle is found by its lease, not by its job.
  retryLimit: 0,
  expireInSeconds: 3_600,
});

/** Nothing needs to be said to look for abandoned runs. */
export class Resumption {
  @IsOptional()
  reason?: string;
}

/** Asked for by the clock: send the runs on whose worker is gone. */
export const ResumeRunsJob = defineJob('agents.resume-runs', Resumption, { oneWaiting: true, retryLimit: 0 });
