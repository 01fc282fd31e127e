import { IsIn } from 'class-validator';
import { defineJob } from '#platform/jobs/job';

const ASKERS = ['clock', 'desk'] as const;

export class RunSupportRules {
  /** Who asked; the work is the same. */
  @IsIn(ASKERS)
  askedBy!: (typeof ASKERS)[number];
}

/** Lets rules of the desk look at what has happened to tickets. */
export const RunSupportRulesJob = defineJob('support.run-rules', RunSupportRules, {
  retryLimit: 3,
  expireInSeconds: 300,
  oneWaiting: true,
});
