import { Injectable } from '@nestjs/common';
import { Database } from '#platform/database/database';
import { TenantJobs } from '#platform/jobs/tenant-jobs';
import type { KnownTable } from '../../map/owned-rows.js';
import { LeadCopies } from './lead-copies.js';
import { PersonErasureRepository } from '../person-erasure.repository.js';
import { PersonWordsRepository } from './person-words.repository.js';
import { type Finds, findsOf } from './sought.js';

/** What triggers keep of a row before it changes comes after it; more often than this nothing does. */
const PASSES_AT_MOST = 5;
const TOKEN_LENGTH = 12;

/** One erasure that is gone on with. */
interface Search {
  readonly ownerId: string;
  readonly erasureId: string;
  readonly finds: Finds;
  readonly signal: AbortSignal;
}

/**
 * Looks for a person in everything that an owner has written: notes, tickets, threads, mails, what was told to other systems.
 * Done twice it changes nothing the second time, so whoever follows a worker that died begins anew.
 */
@Injectable()
export class PersonWords {
  constructor(
    private readonly database: Database,
    private readonly erasures: PersonErasureRepository,
    private readonly words: PersonWordsRepository,
    private readonly copies: LeadCopies,
    private readonly jobs: TenantJobs,
  ) {}

  async forget(ownerId: string, erasureId: string, signal: AbortSignal): Promise<void> {
    const sought = await this.erasures.sought(ownerId, erasureId);
    if (!sought) return;
    const files = await this.copies.remove(ownerId);
    await this.erasures.tally(erasureId, 'files', files);
    const finds = findsOf(sought, erasureId.replaceAll('-', '').slice(-TOKEN_LENGTH));
    if (finds) await this.search({ ownerId, erasureId, finds, signal });
    await this.erasures.complete(erasureId);
  }

  private async search(search: Search): Promise<void> {
    const { ownerId, erasureId, finds } = search;
    await this.erasures.noteOriginals(erasureId, await this.words.originals(ownerId, finds));
    await this.erasures.tally(erasureId, 'jobs', await this.jobs.removeMentions(ownerId, finds.mentions));
    const tables = await this.words.searched();
    for (let pass = 0; pass < PASSES_AT_MOST; pass++) {
      let changed = 0;
      for (const table of tables) changed += await this.through(table, search);
      if (changed === 0) return;
    }
  }

  private async through(table: KnownTable, { ownerId, erasureId, finds, signal }: Search): Promise<number> {
    let total = 0;
    let after: readonly string[] | null = null;
    do {
      signal.throwIfAborted();
      const from: readonly string[] | null = after;
      const { changed, last } = await this.database.transaction(async () => {
        const read = await this.words.readOn(ownerId, table, from, finds);
        await this.erasures.tally(erasureId, table.map.name, read.changed);
        return read;
      });
      total += changed;
      after = last;
    } while (after !== null);
    return total;
  }
}
