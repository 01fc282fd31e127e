import { IsIn } from 'class-validator';
import { defineJob } from '#platform/jobs/job';

const ASKERS = ['owner', 'clock'] as const;

export class RunSequences {
  /** Who asked; the work is the same. */
  @IsIn(ASKERS)
  askedBy!: (typeof ASKERS)[number];
}

/** Takes whoever is due a step further, in sequences of all owners. One job stands for any number of them. */
export const RunSequencesJob = defineJob('email.run-sequences', RunSequences, {
  retryLimit: 3,
  expireInSeconds: 300,
  oneWaiting: true,
});
