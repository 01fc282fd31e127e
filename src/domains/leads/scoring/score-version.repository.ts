import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { newId } from '#kernel/ids';
import { CursorUnreadable, decodeCursor, type Page, toPage } from '#kernel/page';
import { Database } from '#platform/database/database';
import type { ScoreGroup } from './score-rules.js';

/** Rules as they are kept. */
export interface KeptVersion {
  id: string;
  version: number | null;
  state: 'draft' | 'published' | 'retired';
  groups: ScoreGroup[];
  published_at: string | null;
}

const COLUMNS = ['id', 'version', 'state', 'groups', 'published_at'] as const;

@Injectable()
export class ScoreVersionRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('lead_score_versions');
  }

  published(ownerId: string): Promise<KeptVersion | undefined> {
    return this.inState(ownerId, 'published');
  }

  draft(ownerId: string): Promise<KeptVersion | undefined> {
    return this.inState(ownerId, 'draft');
  }

  async byId(ownerId: string, id: string): Promise<KeptVersion | undefined> {
    const row = await this.tables
      .selectFrom('lead_score_versions')
      .select(COLUMNS)
      .where('id', '=', id)
      .where('created_by', '=', ownerId)
      .executeTakeFirst();
    return row as unknown as KeptVersion | undefined;
  }

  async writeDraft(ownerId: string, groups: readonly ScoreGroup[]): Promise<KeptVersion> {
    const { rows } = await sql<KeptVersion>`
      insert into lead_score_versions (id, created_by, state, groups)
      values (${newId()}, ${ownerId}, 'draft', ${JSON.stringify(groups)}::jsonb)
      on conflict (created_by) where state = 'draft' do update set groups = excluded.groups, updated_at = now()
      returning ${sql.join(COLUMNS.map((column) => sql.ref(column)))}`.execute(this.tables);
    return rows[0] as KeptVersion;
  }

  async dropDraft(ownerId: string): Promise<boolean> {
    const { numDeletedRows } = await this.tables
      .deleteFrom('lead_score_versions')
      .where('created_by', '=', ownerId)
      .where('state', '=', 'draft')
      .executeTakeFirst();
    return numDeletedRows > 0n;
  }

  /** The draft takes the place of what was published; nothing when there is no draft. Two statements of one transaction. */
  async publish(ownerId: string): Promise<KeptVersion | undefined> {
    await this.tables
      .updateTable('lead_score_versions')
      .set({ state: 'retired', updated_at: sql`now()` })
      .where('created_by', '=', ownerId)
      .where('state', '=', 'published')
      .execute();
    const row = await this.tables
      .updateTable('lead_score_versions')
      .set({
        state: 'published',
        published_at: sql`now()`,
        updated_at: sql`now()`,
        version: sql`(select coalesce(max(version), 0) + 1 from lead_score_versions where created_by = ${ownerId})`,
      })
      .where('created_by', '=', ownerId)
      .where('state', '=', 'draft')
      .returning(COLUMNS)
      .executeTakeFirst();
    return row as unknown as KeptVersion | undefined;
  }

  /** What was ever published, newest first. */
  async list(
    ownerId: string,
    { limit, cursor }: { limit: number; cursor?: string | undefined },
  ): Promise<Page<KeptVersion>> {
    const [before = ''] = cursor === undefined ? [] : decodeCursor(cursor, 1);
    if (cursor !== undefined && !/^\d{1,9}$/.test(before)) throw new CursorUnreadable();
    const rows = await this.tables
      .selectFrom('lead_score_versions')
      .select(COLUMNS)
      .where('created_by', '=', ownerId)
      .where('version', 'is not', null)
      .$if(cursor !== undefined, (query) => query.where('version', '<', Number(before)))
      .orderBy('version', 'desc')
      .limit(limit + 1)
      .execute();
    return toPage(rows as unknown as KeptVersion[], limit, ({ version }) => [String(version)]);
  }

  private async inState(ownerId: string, state: KeptVersion['state']): Promise<KeptVersion | undefined> {
    const row = await this.tables
      .selectFrom('lead_score_versions')
      .select(COLUMNS)
      .where('created_by', '=', ownerId)
      .where('state', '=', state)
      .executeTakeFirst();
    return row as unknown as KeptVersion | undefined;
  }
}
