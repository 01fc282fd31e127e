import { Injectable } from '@nestjs/common';
import type { Selectable } from 'kysely';
import { CursorUnreadable, decodeCursor, type Page, toPage } from '#kernel/page';
import type { Provenance } from '#platform/ai/provenance.dto';
import { Database } from '#platform/database/database';
import type { ContentVersionsTable } from '#platform/database/schema.generated';
import type { PageQuery } from '#platform/http/page-query';
import type { VersionSummary } from './version.dto.js';

export type VersionRow = Selectable<ContentVersionsTable>;

/** The words of pieces after each edit; the database itself adds to them. */
@Injectable()
export class VersionRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('content_versions');
  }

  /** The newest first. */
  async list(ownerId: string, pieceId: number, page: PageQuery): Promise<Page<VersionSummary>> {
    let wanted = this.tables
      .selectFrom('content_versions')
      .select(['version', 'title', 'provenance', 'created_at'])
      .where('user_id', '=', ownerId)
      .where('piece_id', '=', pieceId)
      .orderBy('version', 'desc')
      .limit(page.limit + 1);
    if (page.cursor !== undefined) wanted = wanted.where('version', '<', position(page.cursor));
    if (page.offset) wanted = wanted.offset(page.offset);
    const rows = await wanted.execute();
    const versions = rows.map((row) => ({ ...row, provenance: row.provenance as Provenance | null }));
    return toPage(versions, page.limit, ({ version }) => [String(version)]);
  }

  find(ownerId: string, pieceId: number, version: number): Promise<VersionRow | undefined> {
    return this.tables
      .selectFrom('content_versions')
      .selectAll()
      .where('user_id', '=', ownerId)
      .where('piece_id', '=', pieceId)
      .where('version', '=', version)
      .executeTakeFirst();
  }
}

function position(cursor: string): number {
  const [version = ''] = decodeCursor(cursor, 1);
  if (!/^\d{1,9}$/.test(version)) throw new CursorUnreadable();
  return Number(version);
}
