import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { newId } from '#kernel/ids';
import { decodeNameCursor, type Page, toPage } from '#kernel/page';
import { Database } from '#platform/database/database';
import { instantOf } from '#platform/http/instant.validator';
import type { PageQuery } from '#platform/http/page-query';
import { contentType, platformId } from '../kinds/content-kind.js';
import { statusOf } from '../publishing/content-state.js';
import type { CalendarEntry, NewCalendarEntry } from './calendar.dto.js';

interface EntryRow extends Omit<CalendarEntry, 'content_data' | 'status' | 'platform' | 'assets'> {
  status: string | null;
  platform: string[] | null;
  content_data: unknown;
  assets: string[] | null;
}

export interface Range {
  readonly from: Date;
  readonly to: Date;
}

const ENTRY = sql`
  id::text as id, 'entry' as kind, title, description, content_type, platform, scheduled_date::timestamptz as scheduled_date,
  status::text as status, null::bigint as content_id, content_data, assets, assigned_to::text as assigned_to, created_at, updated_at`;
const PIECE = sql`
  id::text as id, 'piece' as kind, title, null::text as description, content_type, array_remove(array[platform], null) as platform,
  scheduled_for as scheduled_date, status, id as content_id, null::jsonb as content_data, null::text[] as assets,
  null::text as assigned_to, created_at, updated_at`;

/** What was put into the calendar and what is scheduled, as one list. */
@Injectable()
export class CalendarRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('content_calendar', 'content_pieces');
  }

  /** The earliest first. */
  async list(ownerId: string, { from, to }: Range, page: PageQuery): Promise<Page<CalendarEntry>> {
    const after = page.cursor === undefined ? undefined : decodeNameCursor(page.cursor);
    const rest = after ? sql`where (scheduled_date, id) > (${after.at}::timestamptz, ${after.name})` : sql``;
    const { rows } = await sql<EntryRow>`
      select * from (
        select ${ENTRY} from content_calendar
        where created_by = ${ownerId} and scheduled_date >= ${from.toISOString()} and scheduled_date < ${to.toISOString()}
        union all
        select ${PIECE} from content_pieces
        where user_id = ${ownerId} and scheduled_for >= ${from.toISOString()} and scheduled_for < ${to.toISOString()}
          and status in ('scheduled', 'published')
      ) planned ${rest}
      order by scheduled_date, id limit ${page.limit + 1} offset ${page.offset ?? 0}`.execute(this.tables);
    const { items, nextCursor } = toPage(rows, page.limit, (row) => [row.scheduled_date, row.id]);
    return { items: items.map(toEntry), nextCursor };
  }

  async add(
    ownerId: string,
    { content_data, scheduled_date, ...entry }: NewCalendarEntry,
  ): Promise<CalendarEntry> {
    const id = newId();
    await this.tables
      .insertInto('content_calendar')
      .values({
        ...entry,
        id,
        created_by: ownerId,
        scheduled_date: instantOf(scheduled_date),
        content_data: JSON.stringify(content_data ?? {}),
      })
      .execute();
    return (await this.find(ownerId, id)) as CalendarEntry;
  }

  async find(ownerId: string, id: string): Promise<CalendarEntry | undefined> {
    const { rows } = await sql<EntryRow>`
      select ${ENTRY} from content_calendar where created_by = ${ownerId} and id = ${id}`.execute(
      this.tables,
    );
    return rows[0] && toEntry(rows[0]);
  }

  /** The moved entry, or nothing when the owner has none with this id. */
  async move(ownerId: string, id: string, to: Date): Promise<CalendarEntry | undefined> {
    await this.tables
      .updateTable('content_calendar')
      .set({ scheduled_date: to })
      .where('created_by', '=', ownerId)
      .where('id', '=', id)
      .execute();
    return this.find(ownerId, id);
  }

  async remove(ownerId: string, id: string): Promise<boolean> {
    const { numDeletedRows } = await this.tables
      .deleteFrom('content_calendar')
      .where('created_by', '=', ownerId)
      .where('id', '=', id)
      .executeTakeFirst();
    return numDeletedRows > 0n;
  }
}

/** The front end writes the table itself, so names are as it spells them. */
function toEntry(row: EntryRow): CalendarEntry {
  const data = row.content_data;
  return {
    ...row,
    content_type: contentType(row.content_type),
    platform: (row.platform ?? []).map(platformId),
    status: statusOf(row.status ?? 'draft'),
    content_data:
      typeof data === 'object' && data !== null && !Array.isArray(data)
        ? (data as Record<string, unknown>)
        : {},
    assets: row.assets ?? [],
  };
}
