import { Injectable } from '@nestjs/common';
import { Database } from '#platform/database/database';
import { Jobs } from '#platform/jobs/jobs';
import { WAY_HOLDS } from '../delivery/hold-reasons.js';
import { HoldRepository } from '../delivery/hold.repository.js';
import { ReleaseHeldMailJob } from '../email.jobs.js';
import { Senders } from '../identities/senders.js';
import { RouteBook } from './route-book.js';
import { OWNERS_WORD_KEPT_MS } from './way.js';

/** What follows when an owner changes as whom and by which ways their mail leaves. */
@Injectable()
export class WayChanges {
  constructor(
    private readonly database: Database,
    private readonly routes: RouteBook,
    private readonly senders: Senders,
    private readonly holds: HoldRepository,
    private readonly jobs: Jobs,
  ) {}

  /**
   * Mail that waits for a way is looked at again with the commit, and once more when every process has read what is new: until
   * then one that has not may hold it as before.
   */
  async changed(ownerId: string, identityId?: string): Promise<void> {
    this.database.onCommit(() => this.forget(ownerId, identityId));
    await this.holds.release([ownerId], WAY_HOLDS);
    const startAfter = new Date(Date.now() + OWNERS_WORD_KEPT_MS + 1_000);
    await this.jobs.send(ReleaseHeldMailJob, { ownerId }, { startAfter });
  }

  /** What this process knows is read again; others read it within ten seconds. */
  forget(ownerId: string, identityId?: string): void {
    this.routes.forget(ownerId);
    if (identityId !== undefined) this.senders.forget(identityId);
  }
}
