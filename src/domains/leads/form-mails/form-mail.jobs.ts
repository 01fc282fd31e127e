import { IsIn } from 'class-validator';
import { defineJob } from '#platform/jobs/job';

const ASKERS = ['clock', 'form'] as const;

export class SendFormMails {
  /** Who asked; the work is the same. */
  @IsIn(ASKERS)
  askedBy!: (typeof ASKERS)[number];
}

/** Sends the mails of all owners' forms that are due: links to confirm by, and news of submissions. */
export const SendFormMailsJob = defineJob('leads.send-form-mails', SendFormMails, {
  retryLimit: 3,
  expireInSeconds: 300,
  oneWaiting: true,
});
