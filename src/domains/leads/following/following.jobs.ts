import { IsIn } from 'class-validator';
import { defineJob } from '#platform/jobs/job';

export class FollowChanges {
  /** Who asked; the work is the same. */
  @IsIn(['clock'])
  askedBy!: 'clock';
}

/** Holds leads of all owners that have changed, or whose time has come, against segments and rules for scores. */
export const FollowChangesJob = defineJob('leads.follow-changes', FollowChanges, {
  retryLimit: 3,
  expireInSeconds: 300,
  oneWaiting: true,
});
