import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '#platform/database/database';

const HELD_FOR = sql`now() + interval '2 minutes'`;

/** How far the leads of one source have been read. */
export interface SyncState {
  source: string;
  /** What has changed since then is read; null for everything. */
  since: string | null;
  /** The page that comes next; null for the first. */
  cursor: string | null;
}

/** Who reads for whom. */
export interface SyncHold {
  ownerId: string;
  holder: string;
}

@Injectable()
export class SyncRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('lead_sync_states');
  }

  /** Takes hold of the sources for two minutes; those that somebody else holds are not among the answer. */
  async hold({ ownerId, holder }: SyncHold, sources: readonly string[]): Promise<SyncState[]> {
    const { rows } = await sql<SyncState>`
      insert into lead_sync_states as state (created_by, source, begun_at, held_by, held_until)
      select ${ownerId}::uuid, source, now(), ${holder}::uuid, ${HELD_FOR}
      from unnest(${[...sources]}::text[]) as source order by source
      on conflict (created_by, source) do update set held_by = excluded.held_by, held_until = excluded.held_until,
        begun_at = case when state.cursor is null then now() else state.begun_at end
      where state.held_until is null or state.held_until < now()
      returning source, since, cursor`.execute(this.tables);
    return rows;
  }

  /** Remembers how far the reading has come; false when somebody else reads now. Behind the last page the walk is over. */
  async advance({ ownerId, holder }: SyncHold, source: string, next: string | null): Promise<boolean> {
    const { numUpdatedRows } = await this.tables
      .updateTable('lead_sync_states')
      .set({
        cursor: next,
        held_until: HELD_FOR as never,
        ...(next === null && { since: sql`begun_at`, synced_at: sql`now()` }),
      })
      .where('created_by', '=', ownerId)
      .where('source', '=', source)
      .where('held_by', '=', holder)
      .executeTakeFirst();
    return numUpdatedRows > 0n;
  }

  /** Forgets how far the reading has come: the next one begins anew, at what has changed since the last that was whole. */
  async restart({ ownerId, holder }: SyncHold, source: string): Promise<void> {
    await this.tables
      .updateTable('lead_sync_states')
      .set({ cursor: null })
      .where('created_by', '=', ownerId)
      .where('source', '=', source)
      .where('held_by', '=', holder)
      .execute();
  }

  async release({ ownerId, holder }: SyncHold): Promise<void> {
    await this.tables
      .updateTable('lead_sync_states')
      .set({ held_by: null, held_until: null })
      .where('created_by', '=', ownerId)
      .where('held_by', '=', holder)
      .execute();
  }
}
