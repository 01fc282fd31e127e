import { IsUUID } from 'class-validator';
import { defineJob } from '#platform/jobs/job';

export class WebhookTurnedOff {
  @IsUUID()
  ownerId!: string;

  @IsUUID()
  webhookId!: string;
}

/** Tells the owner by mail that a webhook was turned off, and why. */
export const TellHookOwnerJob = defineJob('webhooks.tell-owner', WebhookTurnedOff, {
  tenant: 'ownerId',
  retryLimit: 10,
});
