import { Injectable } from '@nestjs/common';
import { type RawBuilder, sql } from 'kysely';
import { Database } from '#platform/database/database';
import { COUNTS_READERS } from '../privacy/tracking.js';

/** What the readers of one campaign made of the mail that was sent to them on one day. */
export interface MailDay {
  readonly campaign_id: string;
  /** As `2026-11-27`, UTC. */
  readonly day: string;
  readonly sent: number;
  readonly bounced: number;
  /** Delivered, of mailings whose readers are counted one by one. */
  readonly watched: number;
  readonly opened: number;
  readonly clicked: number;
  readonly unsubscribed: number;
}

/** What was sent at one hour of one weekday, and what of it was opened. */
export interface MailHour {
  /** 0 is Sunday, UTC. */
  readonly weekday: number;
  /** UTC. */
  readonly hour: number;
  readonly sent: number;
  readonly opened: number;
}

/** Mail by the day or the hour it was sent. */
@Injectable()
export class MailDaysRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('email_messages', 'email_campaigns');
  }

  /** What was sent since a day or a moment, oldest first. */
  async since(ownerId: string, campaignIds: readonly string[], since: string): Promise<MailDay[]> {
    const { rows } = await sql<MailDay>`
      select c.campaign_id, to_char(message.settled_at at time zone 'utc', 'YYYY-MM-DD') as day, count(*)::int as sent,
        count(message.bounced_at)::int as bounced,
        (count(*) filter (where message.bounced_at is null and ${sql.raw(COUNTS_READERS)}))::int as watched,
        count(message.opened_at)::int as opened,
        count(message.clicked_at)::int as clicked, count(message.unsubscribed_at)::int as unsubscribed
      from email_campaigns as c
      join email_messages as message on message.email_campaign_id = c.id and message.created_by = ${ownerId}
      where c.created_by = ${ownerId} and c.campaign_id = any(${campaignIds}::uuid[])
        and ${wasSent('message')} and message.settled_at >= ${since}::timestamptz
      group by 1, 2 order by 2`.execute(this.tables);
    return rows;
  }

  /** Mail to which an opening can still be told from none: what was sent in the last half year and counts its readers. */
  async byHour(ownerId: string): Promise<MailHour[]> {
    const { rows } = await sql<MailHour>`
      select extract(dow from settled_at at time zone 'utc')::int as weekday,
        extract(hour from settled_at at time zone 'utc')::int as hour, count(*)::int as sent, count(opened_at)::int as opened
      from email_messages
      where created_by = ${ownerId} and state = 'sent' and settled_at > now() - interval '180 days'
        and email_campaign_id in (
          select c.id from email_campaigns c where c.created_by = ${ownerId} and ${sql.raw(COUNTS_READERS)})
      group by 1, 2 order by 1, 2`.execute(this.tables);
    return rows;
  }
}

/** Which messages count as sent, wherever mail is counted: a server has taken them, or their address has refused them for good. */
export function wasSent(messages: string): RawBuilder<boolean> {
  const [state, bounced] = [sql.ref(`${messages}.state`), sql.ref(`${messages}.bounced_at`)];
  return sql`(${state} = 'sent' or ${state} = 'failed' and ${bounced} is not null)`;
}
