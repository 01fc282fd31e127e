import { IsIn } from 'class-validator';
import { defineJob } from '#platform/jobs/job';

export class ReadBounces {
  /** Who asked; the work is the same. */
  @IsIn(['clock'])
  askedBy!: 'clock';
}

/** Reads what has come to the mailbox for bounces since it was read last. */
export const ReadBouncesJob = defineJob('email.read-bounces', ReadBounces, {
  retryLimit: 1,
  expireInSeconds: 600,
  oneWaiting: true,
});
