import { IsIn } from 'class-validator';
import { defineJob } from '#platform/jobs/job';

export class AddUpCounts {
  /** Who asked; the work is the same. */
  @IsIn(['clock'])
  askedBy!: 'clock';
}

/** Adds what has changed in the numbers of leads, of all owners, to the counters. */
export const AddUpCountsJob = defineJob('leads.add-up-counts', AddUpCounts, {
  retryLimit: 3,
  expireInSeconds: 300,
  oneWaiting: true,
});
