import { Injectable } from '@nestjs/common';
import { Database } from '#platform/database/database';
import { Jobs } from '#platform/jobs/jobs';
import { TellHookOwnerJob } from './notice.jobs.js';
import { WebhookRepository } from '../webhook.repository.js';

/** Turns webhooks off that can no longer be told anything. What happens meanwhile is kept, so that it can be recovered. */
@Injectable()
export class HookSwitch {
  constructor(
    private readonly database: Database,
    private readonly webhooks: WebhookRepository,
    private readonly jobs: Jobs,
  ) {}

  async turnOff(ownerId: string, webhookId: string, reason: 'gone' | 'failing'): Promise<void> {
    await this.database.as(ownerId, () =>
      this.database.transaction(async () => {
        if (await this.webhooks.turnOff(ownerId, webhookId, reason))
          await this.jobs.send(TellHookOwnerJob, { ownerId, webhookId });
      }),
    );
  }
}
