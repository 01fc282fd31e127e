import { Injectable } from '@nestjs/common';
import { type RawBuilder, sql } from 'kysely';
import type { Period } from '#kernel/period';
import { Database } from '#platform/database/database';
import { wasSent } from '../performance/mail-days.repository.js';
import { COUNTS_READERS } from '../privacy/tracking.js';

/** Mail that was sent, and what its readers have made of it until now. */
export interface MailSums {
  readonly sent: number;
  readonly bounced: number;
  /** Delivered, of mailings whose readers are counted one by one. */
  readonly watched: number;
  readonly opened: number;
  readonly clicked: number;
}

/** Mail of one day, UTC. */
export interface MailSumsOfDay extends MailSums {
  /** As `2026-11-27`. */
  readonly day: string;
}

/** Sums over all mail of an owner, by when it was sent. */
@Injectable()
export class MailSumsRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('email_messages', 'email_campaigns');
  }

  async of(ownerId: string, period: Period): Promise<MailSums> {
    const { rows } = await sql<MailSums>`select ${SUMS} ${sentIn(ownerId, period)}`.execute(this.tables);
    return rows[0] ?? { sent: 0, bounced: 0, watched: 0, opened: 0, clicked: 0 };
  }

  /** Oldest first; days without mail are left out. */
  async daily(ownerId: string, period: Period): Promise<MailSumsOfDay[]> {
    const { rows } = await sql<MailSumsOfDay>`
      select to_char(message.settled_at at time zone 'utc', 'YYYY-MM-DD') as day, ${SUMS} ${sentIn(ownerId, period)}
      group by 1 order by 1`.execute(this.tables);
    return rows;
  }
}

const SUMS = sql`count(*)::int as sent, count(message.bounced_at)::int as bounced,
  (count(*) filter (where message.bounced_at is null and ${sql.raw(COUNTS_READERS)}))::int as watched,
  count(message.opened_at)::int as opened,
  count(message.clicked_at)::int as clicked`;

/** Only mailings that were served since count: what is sent is settled within a day of its claim. */
function sentIn(ownerId: string, { from, to }: Period): RawBuilder<unknown> {
  return sql`
    from email_campaigns as c
    join email_messages as message on message.email_campaign_id = c.id and message.created_by = ${ownerId}
    where c.created_by = ${ownerId} and c.served_at >= ${from}::timestamptz - interval '1 day'
      and ${wasSent('message')} and message.settled_at >= ${from}::timestamptz and message.settled_at < ${to}::timestamptz`;
}
