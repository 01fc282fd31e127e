import { IsIn } from 'class-validator';
import { defineJob } from '#platform/jobs/job';

const ASKERS = ['clock', 'desk'] as const;

export class SendSupportMails {
  /** Who asked; the work is the same. */
  @IsIn(ASKERS)
  askedBy!: (typeof ASKERS)[number];
}

/** Sends the mails of the desk that are due. */
export const SendSupportMailsJob = defineJob('support.send-mails', SendSupportMails, {
  retryLimit: 3,
  expireInSeconds: 300,
  oneWaiting: true,
});
