import { IsIn, IsUUID } from 'class-validator';
import { defineJob } from '#platform/jobs/job';

export class DeliverMail {
  /** Who asked; the work is the same. */
  @IsIn(['owner', 'clock'])
  askedBy!: 'owner' | 'clock';
}

/** Hands over whatever mail is due, of all tenants. One job stands for any number of mails. */
export const DeliverMailJob = defineJob('email.deliver', DeliverMail, {
  retryLimit: 3,
  expireInSeconds: 180,
  oneWaiting: true,
});

export class MailingFinished {
  @IsUUID()
  ownerId!: string;

  @IsUUID()
  campaignId!: string;
}

/** Told once, when the last message of a mailing has found its end. */
export const MailingFinishedJob = defineJob('email.campaign-finished', MailingFinished, {
  tenant: 'ownerId',
});

export class ReleaseHeldMail {
  @IsUUID()
  ownerId!: string;
}

/** Lets what an owner's mail waits for be looked at again, when they have changed how it leaves. */
export const ReleaseHeldMailJob = defineJob('email.release-held-mail', ReleaseHeldMail, {
  tenant: 'ownerId',
});
