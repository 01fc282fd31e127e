import { Injectable, Logger } from '@nestjs/common';
import { newId } from '#kernel/ids';
import { Database } from '#platform/database/database';
import { TenantJobs } from '#platform/jobs/tenant-jobs';
import type { Strip } from '../map/erasing.repository.js';
import type { KnownTable } from '../map/owned-rows.js';
import { type ErasureAttempt, ErasureEnd, ErasureTaken } from './erasure-end.js';
import { ErasureRepository } from './erasure.repository.js';
import { ErasureRows } from './erasure-rows.js';
import { OwnedElsewhere } from './owned-elsewhere.js';

/** Rows may still come from what was at work while they were removed; more often than this they do not. */
const PASSES_AT_MOST = 20;
/** Something is still at work for the account. */
const AGAIN_AFTER_MS = 5_000;

/** One attempt at deleting an account. */
interface Attempt extends ErasureAttempt {
  readonly settlesInMs: number;
  readonly signal: AbortSignal;
}

/**
 * Deletes all there is of a closed account, in bites that are each counted in their own transaction: whoever follows a worker that
 * died goes on where it stopped, and a worker that was given up changes nothing any more. Requests and claims that were there when the
 * account was closed may write for a while: when none can any more all is gone through again, and only then is it complete.
 */
@Injectable()
export class Erasure {
  private readonly logger = new Logger('Privacy');

  constructor(
    private readonly database: Database,
    private readonly erasures: ErasureRepository,
    private readonly rows: ErasureRows,
    private readonly elsewhere: OwnedElsewhere,
    private readonly jobs: TenantJobs,
    private readonly ends: ErasureEnd,
  ) {}

  /** Milliseconds until it is to be gone on with, since rows could still come after those that were deleted; 0 when it is over. */
  async run(erasureId: string, signal: AbortSignal): Promise<number> {
    const attempt = newId();
    const begun = await this.erasures.begin(erasureId, attempt);
    if (begun === undefined) return 0;
    try {
      return await this.erase({ erasureId, attempt, signal, ...begun });
    } catch (error) {
      if (!(error instanceof ErasureTaken)) throw error;
      this.logger.log({ erasure: erasureId }, 'Another worker goes on with a deletion');
      return 0;
    }
  }

  private async erase(work: Attempt): Promise<number> {
    const { erasureId, attempt, userId, settlesInMs, signal } = work;
    await this.erasures.tellFiles(erasureId, attempt, await this.elsewhere.remove(userId, signal));
    const isIdle = async () => (await this.jobs.atWork(userId)) === 0;
    const wasIdle = await isIdle();
    await this.counted(work, 'jobs', () => this.jobs.remove(userId));
    const tables = await this.rows.all();
    for (let pass = 0; pass < PASSES_AT_MOST; pass++) {
      let gone = 0;
      for (const table of tables) gone += await this.empty(work, table);
      if (gone === 0) break;
    }
    if (!wasIdle || !(await isIdle())) return AGAIN_AFTER_MS;
    await this.ends.removeUser(work, settlesInMs);
    if (settlesInMs === 0) await this.ends.complete(work);
    return settlesInMs;
  }

  private async empty(work: Attempt, table: KnownTable): Promise<number> {
    let gone = 0;
    for (let at: Strip | null = { from: 0 }; at !== null;) {
      work.signal.throwIfAborted();
      const from: Strip = at;
      let next: Strip | null = null;
      gone += await this.counted(work, table.map.name, async () => {
        const bite = await this.rows.bite(work.userId, table, from);
        ({ next } = bite);
        return bite.rows;
      });
      at = next;
    }
    for (const column of table.map.names)
      gone += await this.counted(work, table.map.name, () =>
        this.rows.forgetName(work.userId, table, column),
      );
    return gone;
  }

  /** Removes something and counts it, both or neither, while nobody else is at this deletion. */
  private counted(
    { erasureId, attempt }: Attempt,
    what: string,
    remove: () => Promise<number>,
  ): Promise<number> {
    return this.database.transaction(async () => {
      const removed = await remove();
      if (removed === 0) return 0;
      if (!(await this.erasures.tally(erasureId, attempt, what, removed))) throw new ErasureTaken();
      return removed;
    });
  }
}
