import { Injectable } from '@nestjs/common';
import { type Insertable, sql, type Updateable } from 'kysely';
import { decodeNumberCursor, type Page, toPage } from '#kernel/page';
import { Database } from '#platform/database/database';
import { breaksReference } from '#platform/database/database.errors';
import type { ContentPiecesTable, GeneratedContentTable } from '#platform/database/schema.generated';
import { platformSpellings, typeSpellings } from './kinds/content-kind.js';
import { COLUMNS, type ContentRow, toLibraryItem } from './content-row.repository.js';
import { statusSpellings } from './publishing/content-state.js';
import type { LibraryItem } from './content.answers.dto.js';
import type { LibraryQuery } from './content.dto.js';
import { CampaignUnknown } from './content.errors.js';
import type { Candidate } from './similarity/resembling.js';

@Injectable()
export class ContentRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('content_pieces', 'generated_content');
  }

  async add(ownerId: string, columns: Omit<Insertable<ContentPiecesTable>, 'user_id'>): Promise<ContentRow> {
    return this.tables
      .insertInto('content_pieces')
      .values({ ...columns, user_id: ownerId })
      .returning(COLUMNS)
      .executeTakeFirstOrThrow()
      .catch(explain);
  }

  /** What a model was asked and has answered. */
  async addGenerated(
    ownerId: string,
    columns: Omit<Insertable<GeneratedContentTable>, 'user_id'>,
  ): Promise<void> {
    await this.tables
      .insertInto('generated_content')
      .values({ ...columns, user_id: ownerId })
      .execute();
  }

  find(ownerId: string, id: number): Promise<ContentRow | undefined> {
    return this.one(ownerId, id).executeTakeFirst();
  }

  /** The piece, held for the running transaction so that nobody else changes it. */
  hold(ownerId: string, id: number): Promise<ContentRow | undefined> {
    return this.one(ownerId, id).forUpdate().executeTakeFirst();
  }

  /** Newest first. Postgres itself bounds the function to the caller's own pieces. */
  async list(query: LibraryQuery): Promise<Page<LibraryItem>> {
    const wanted = JSON.stringify({
      ...(query.content_type !== undefined && { types: typeSpellings(query.content_type) }),
      ...(query.platform != null && { platforms: platformSpellings(query.platform) }),
      ...(query.status !== undefined && { statuses: statusSpellings(query.status) }),
      campaign: query.campaign_id,
      tag: query.tag,
      words: query.q === undefined ? undefined : wordsQuery(query.q),
      since: query.created_from,
      until: query.created_to,
      ...(query.cursor !== undefined && position(query.cursor)),
    });
    const { rows } = await sql<ContentRow>`
      select ${sql.join(COLUMNS.map((column) => sql.ref(column)))} from find_content(${wanted}::jsonb, ${query.limit + 1}, ${query.offset ?? 0})`.execute(
      this.tables,
    );
    const { items, nextCursor } = toPage(rows, query.limit, (row) => [row.created_at, String(row.id)]);
    return { items: items.map(toLibraryItem), nextCursor };
  }

  /** Changes columns; answers the piece, or nothing when the owner has none with this id. */
  change(
    ownerId: string,
    id: number,
    columns: Updateable<ContentPiecesTable>,
  ): Promise<ContentRow | undefined> {
    if (Object.keys(columns).length === 0) return this.find(ownerId, id);
    return this.tables
      .updateTable('content_pieces')
      .set(columns)
      .where('user_id', '=', ownerId)
      .where('id', '=', id)
      .returning(COLUMNS)
      .executeTakeFirst()
      .catch(explain);
  }

  /** Removes the piece with its versions and, where a model has written it, what was asked and answered. */
  async remove(ownerId: string, id: number): Promise<boolean> {
    const { rows } = await sql`
      with removed as (
        delete from content_pieces where user_id = ${ownerId} and id = ${id} returning id, generated_content_id
      ), forgotten as (
        delete from generated_content where user_id = ${ownerId} and id in (select generated_content_id from removed)
      )
      select id from removed`.execute(this.tables);
    return rows.length > 0;
  }

  /** Those of the caller's own pieces that share the most with a text of these bands. */
  async similar(bands: readonly number[], atMost: number): Promise<Candidate[]> {
    const { rows } = await sql<Candidate>`
      select id, title, status, content from similar_content(${bands}::integer[], ${atMost})`.execute(
      this.tables,
    );
    return rows;
  }

  private one(ownerId: string, id: number) {
    return this.tables
      .selectFrom('content_pieces')
      .select(COLUMNS)
      .where('user_id', '=', ownerId)
      .where('id', '=', id);
  }
}

/** Each word, or the beginning of one, must be there. */
function wordsQuery(text: string): string {
  const words = text.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  return words.map((word) => `'${word}':*`).join(' & ');
}

function position(cursor: string): { before_at: string; before_id: number } {
  const { at, number } = decodeNumberCursor(cursor);
  return { before_at: at, before_id: number };
}

/** Postgres itself holds that a piece and its campaign have one owner. */
function explain(error: unknown): never {
  if (!breaksReference(error, 'content_pieces_campaign')) throw error;
  throw new CampaignUnknown().withIssues([
    { path: 'campaign_id', message: 'campaign_id must be one of your campaigns' },
  ]);
}
