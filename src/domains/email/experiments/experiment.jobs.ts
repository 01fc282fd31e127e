import { IsIn } from 'class-validator';
import { defineJob } from '#platform/jobs/job';

export class DecideExperiments {
  /** Who asked; the work is the same. */
  @IsIn(['owner', 'clock'])
  askedBy!: 'owner' | 'clock';
}

/** Looks at the experiments whose time has come, of all tenants. */
export const DecideExperimentsJob = defineJob('email.decide-experiments', DecideExperiments, {
  retryLimit: 3,
  expireInSeconds: 300,
  oneWaiting: true,
});
