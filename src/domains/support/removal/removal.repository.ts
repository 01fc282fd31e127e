import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '#platform/database/database';

/** Tickets that go, and the files that they leave behind. */
@Injectable()
export class RemovalRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('support_tickets', 'support_attachments');
  }

  async filesOf(ticketId: string): Promise<string[]> {
    const rows = await this.asDesk(() =>
      this.tables
        .selectFrom('support_attachments')
        .select('path')
        .where('ticket_id', '=', ticketId)
        .execute(),
    );
    return rows.map(({ path }) => path);
  }

  async filesInUse(paths: readonly string[]): Promise<string[]> {
    const rows = await this.asDesk(() =>
      this.tables
        .selectFrom('support_attachments')
        .select('path')
        .where('path', 'in', [...paths])
        .execute(),
    );
    return rows.map(({ path }) => path);
  }

  /** With all that was said on it. */
  async remove(ticketId: string): Promise<void> {
    await this.asDesk(() => this.tables.deleteFrom('support_tickets').where('id', '=', ticketId).execute());
  }

  /** At most so many that have been over since before a time, the longest first; answers how many, and which files they had. */
  async removeOver(before: Date, atMost: number): Promise<{ tickets: number; paths: string[] }> {
    const { rows } = await this.database.asService('platform.retention', () =>
      sql<{ tickets: number; paths: string[] }>`
        with over as (
          select id from support_tickets where resolved_at < ${before.toISOString()}::timestamptz
          order by resolved_at limit ${atMost} for update skip locked
        ), files as (
          select path from support_attachments where ticket_id in (select id from over)
        ), gone as (
          delete from support_tickets where id in (select id from over) returning 1
        )
        select (select count(*)::int from gone) as tickets, array(select path from files) as paths`.execute(
        this.tables,
      ),
    );
    return rows[0] ?? { tickets: 0, paths: [] };
  }

  private asDesk<Result>(work: () => Promise<Result>): Promise<Result> {
    return this.database.asService('support.desk', work);
  }
}
