import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { newId } from '#kernel/ids';
import type { Page } from '#kernel/page';
import { Database } from '#platform/database/database';
import { BY_ID, newestFirst } from '#platform/database/newest-first';
import type { PageQuery } from '#platform/http/page-query';
import type { OnMatch } from '../upserts/merge-rules.js';
import type { Mapped } from './mapping.js';

/** What its owner says of a source. */
export interface SourceContent {
  name: string;
  items_path: string | null;
  mapping: Mapped[];
  on_match: OnMatch;
  active: boolean;
}

/** A source as the table holds it. */
export interface StoredSource extends SourceContent {
  id: string;
  deliveries_count: number;
  last_delivery_at: string | null;
  created_at: string;
  updated_at: string;
}

const COLUMNS = [
  'id',
  'name',
  'items_path',
  'mapping',
  'on_match',
  'active',
  'deliveries_count',
  'last_delivery_at',
  'created_at',
  'updated_at',
] as const;

/** Other systems that send leads. */
@Injectable()
export class SourceRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('lead_sources');
  }

  /** Newest first. */
  async list(ownerId: string, page: PageQuery): Promise<Page<StoredSource>> {
    const own = this.tables.selectFrom('lead_sources').select(COLUMNS).where('created_by', '=', ownerId);
    const { items, nextCursor } = await newestFirst(own, page, BY_ID);
    return { items: items.map(toSource), nextCursor };
  }

  async find(ownerId: string, sourceId: string): Promise<StoredSource | undefined> {
    const row = await this.tables
      .selectFrom('lead_sources')
      .select(COLUMNS)
      .where('id', '=', sourceId)
      .where('created_by', '=', ownerId)
      .executeTakeFirst();
    return row && toSource(row);
  }

  /** The new source; nothing when its owner has so many already. */
  async add(ownerId: string, content: SourceContent, atMost: number): Promise<StoredSource | undefined> {
    const row = await this.tables
      .insertInto('lead_sources')
      .columns(['id', 'created_by', 'name', 'items_path', 'mapping', 'on_match', 'active'])
      .expression(
        sql`select ${newId()}::uuid, ${ownerId}::uuid, ${content.name}, ${content.items_path},
          ${JSON.stringify(content.mapping)}::jsonb, ${content.on_match}, ${content.active}::boolean
          where (select count(*) from lead_sources where created_by = ${ownerId}) < ${atMost}`,
      )
      .returning(COLUMNS)
      .executeTakeFirst();
    return row && toSource(row);
  }

  async change(
    ownerId: string,
    sourceId: string,
    { mapping, ...content }: SourceContent,
  ): Promise<StoredSource | undefined> {
    const row = await this.tables
      .updateTable('lead_sources')
      .set({ ...content, mapping: JSON.stringify(mapping) })
      .where('id', '=', sourceId)
      .where('created_by', '=', ownerId)
      .returning(COLUMNS)
      .executeTakeFirst();
    return row && toSource(row);
  }

  async remove(ownerId: string, sourceId: string): Promise<boolean> {
    const { numDeletedRows } = await this.tables
      .deleteFrom('lead_sources')
      .where('id', '=', sourceId)
      .where('created_by', '=', ownerId)
      .executeTakeFirst();
    return numDeletedRows > 0n;
  }

  /** An active source, whoever owns it. */
  async receiving(sourceId: string): Promise<(StoredSource & { ownerId: string }) | undefined> {
    const row = await this.database.asService('leads.capture', () =>
      this.tables
        .selectFrom('lead_sources')
        .select([...COLUMNS, 'created_by'])
        .where('id', '=', sourceId)
        .where('active', '=', true)
        .executeTakeFirst(),
    );
    if (!row) return undefined;
    const { created_by: ownerId, ...source } = row;
    return { ...toSource(source), ownerId };
  }

  /** Counts a delivery, in its transaction. */
  async count(ownerId: string, sourceId: string): Promise<void> {
    await this.tables
      .updateTable('lead_sources')
      .set({ deliveries_count: sql`deliveries_count + 1`, last_delivery_at: sql`now()` })
      .where('id', '=', sourceId)
      .where('created_by', '=', ownerId)
      .execute();
  }
}

function toSource(
  row: Omit<StoredSource, 'mapping' | 'on_match'> & { mapping: unknown; on_match: string },
): StoredSource {
  return { ...row, mapping: row.mapping as Mapped[], on_match: row.on_match as OnMatch };
}
