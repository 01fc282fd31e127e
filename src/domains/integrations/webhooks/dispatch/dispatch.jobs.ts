import { IsIn } from 'class-validator';
import { defineJob } from '#platform/jobs/job';

export class DeliverWebhooks {
  /** Who asked; the work is the same. */
  @IsIn(['clock'])
  askedBy!: 'clock';
}

/** Tells webhooks of all owners what has happened, and tries again what is due. */
export const DeliverWebhooksJob = defineJob('webhooks.deliver', DeliverWebhooks, {
  retryLimit: 0,
  expireInSeconds: 300,
  concurrency: 1,
  oneWaiting: true,
});
