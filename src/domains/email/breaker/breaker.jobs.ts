import { IsUUID } from 'class-validator';
import { defineJob } from '#platform/jobs/job';

export class MailingTripped {
  @IsUUID()
  ownerId!: string;

  @IsUUID()
  campaignId!: string;
}

/** Told when a mailing has paused itself, so that its campaign follows. */
export const MailingTrippedJob = defineJob('email.mailing-tripped', MailingTripped, {
  tenant: 'ownerId',
  retryLimit: 10,
});

/** Tells the owner by mail why the mailing was paused. */
export const TellOwnerJob = defineJob('email.tell-owner', MailingTripped, {
  tenant: 'ownerId',
  retryLimit: 10,
});
