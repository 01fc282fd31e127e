import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { decodeRowCursor, type Page, toPage } from '#kernel/page';
import { Database } from '#platform/database/database';
import type { PageQuery } from '#platform/http/page-query';
import type { Visitor } from '#platform/http/visitor';
import type { AuditEntry } from './audit.dto.js';
import type { PrivacyEvent } from './privacy-event.js';

/** What happened to an account. Rows are added in the transaction of what they tell of, and never change. */
@Injectable()
export class AuditRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('privacy_audit_log', 'account_events');
  }

  async record(
    userId: string,
    event: PrivacyEvent,
    details: Readonly<Record<string, unknown>>,
    visitor?: Visitor,
  ): Promise<void> {
    await this.database.as(userId, () =>
      this.tables
        .insertInto('privacy_audit_log')
        .values({
          user_id: userId,
          event_type: event,
          details: JSON.stringify(details),
          ip_address: visitor?.ip ?? null,
          user_agent: visitor?.userAgent ?? null,
        })
        .execute(),
    );
  }

  /** With what was done with keys, newest first. */
  async list(userId: string, { limit, cursor, offset }: PageQuery): Promise<Page<AuditEntry>> {
    const key = cursor === undefined ? undefined : decodeRowCursor(cursor);
    const rest = key ? sql`and (at, id) < (${key.at}::timestamptz, ${key.name}::uuid)` : sql``;
    const { rows } = await sql<AuditEntry>`
      select id, event, details, at, ip_address, user_agent from account_events
      where user_id = ${userId} ${rest} order by at desc, id desc
      limit ${limit + 1} offset ${offset ?? 0}`.execute(this.tables);
    return toPage(rows, limit, ({ at, id }) => [at, id]);
  }
}
