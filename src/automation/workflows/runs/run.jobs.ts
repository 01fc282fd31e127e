import { IsIn } from 'class-validator';
import { defineJob } from '#platform/jobs/job';

export class AdvanceInstances {
  /** Who asked; the work is the same. */
  @IsIn(['clock', 'owner'])
  askedBy!: 'clock' | 'owner';
}

/** Takes instances of all owners further that are due. */
export const AdvanceInstancesJob = defineJob('workflows.advance-instances', AdvanceInstances, {
  retryLimit: 3,
  expireInSeconds: 300,
  oneWaiting: true,
});

/** Makes the calls to the outside that instances of all owners are at. */
export const MakeCallsJob = defineJob('workflows.make-calls', AdvanceInstances, {
  retryLimit: 3,
  expireInSeconds: 300,
  oneWaiting: true,
});
