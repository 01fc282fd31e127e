import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Accounts } from '#platform/accounts/accounts';
import { Database } from '#platform/database/database';
import { Jobs } from '#platform/jobs/jobs';
import type { ErasureReceipt } from './deletion.dto.js';
import { EraseAccountJob } from './erasure.jobs.js';
import { ErasureRepository } from './erasure.repository.js';

/** Closes accounts for good, and has what they hold deleted. */
@Injectable()
export class Closing {
  constructor(
    private readonly database: Database,
    private readonly accounts: Accounts,
    private readonly erasures: ErasureRepository,
    private readonly jobs: Jobs,
  ) {}

  /** The id of the deletion, which nobody can guess; nothing when the account is closed already. */
  close(userId: string): Promise<string | undefined> {
    return this.database.transaction(async () => {
      if (!(await this.accounts.close(userId))) return undefined;
      const erasureId = randomUUID();
      await this.erasures.add(erasureId, userId, this.accounts.digestOf(userId));
      await this.jobs.send(EraseAccountJob, { erasureId });
      return erasureId;
    });
  }

  /** Closes accounts whose days of grace are over, and has deletions gone on with that nobody is at. */
  async closeDue(atMost: number): Promise<void> {
    await this.database.transaction(async () => {
      for (const userId of await this.accounts.due(atMost)) await this.close(userId);
    });
    const abandoned = await this.erasures.abandoned(atMost);
    await this.jobs.sendAll(
      EraseAccountJob,
      abandoned.map((erasureId) => ({ erasureId })),
    );
  }

  receipt(erasureId: string): Promise<ErasureReceipt | undefined> {
    return this.erasures.receipt(erasureId);
  }
}
