import { IsIn } from 'class-validator';
import { defineJob } from '#platform/jobs/job';

export class CheckAddresses {
  /** Who asked; the work is the same. */
  @IsIn(['clock'])
  askedBy!: 'clock';
}

/** Judges addresses of leads of all owners that nobody has looked at, and asks name servers whether mail gets to new ones. */
export const CheckAddressesJob = defineJob('leads.check-addresses', CheckAddresses, {
  retryLimit: 3,
  expireInSeconds: 300,
  oneWaiting: true,
});
