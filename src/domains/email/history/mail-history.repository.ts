import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '#platform/database/database';

/** One thing that a mail, or the ban on mail, did at an address. */
export interface MailEvent {
  id: string;
  type: 'sent' | 'opened' | 'clicked' | 'unsubscribed' | 'suppressed';
  at: string;
  data: Record<string, unknown>;
}

/** What mail did at addresses. */
@Injectable()
export class MailHistoryRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables(
      'email_campaigns',
      'email_contents',
      'email_links',
      'email_messages',
      'email_events',
      'email_suppressions',
    );
  }

  /** Newest first, beginning after `after`: all mail to few addresses is sorted, which is what one person has been sent. */
  async newest(
    ownerId: string,
    addresses: readonly string[],
    after: { at: string; id: string } | null,
    limit: number,
  ): Promise<MailEvent[]> {
    const rest = after ? sql`where (at, id) < (${after.at}::timestamptz, ${after.id}::uuid)` : sql``;
    const { rows } = await sql<MailEvent>`
      with mail as (
        select message.id, coalesce(message.campaign_id, mailing.about_campaign_id) as campaign_id, message.state,
          message.settled_at, coalesce(words.subject_line, mailing.subject_line) as subject
        from email_messages as message join email_campaigns as mailing on mailing.id = message.email_campaign_id
        left join email_contents as words on words.id = message.content_id
        where message.created_by = ${ownerId} and message.email_norm = any(${[...addresses]}::text[])
          and message.state in ('claimed', 'sending', 'sent', 'unknown')
      ), happened as (
        select id, 'sent' as type, settled_at as at,
          jsonb_build_object('message_id', id, 'campaign_id', campaign_id, 'subject', subject) as data
        from mail where state = 'sent'
        union all
        select event.id, event.event_type, event.timestamp,
          jsonb_strip_nulls(jsonb_build_object('message_id', mail.id, 'campaign_id', mail.campaign_id,
            'subject', subject, 'url', link.url))
        from mail join email_events as event on event.message_id = mail.id
        left join email_links as link on link.id = (event.metadata ->> 'link_id')::uuid and link.created_by = ${ownerId}
        where event.event_type in ('opened', 'clicked', 'unsubscribed') and not event.is_machine
        union all
        select md5(created_by || email_norm)::uuid, 'suppressed', created_at,
          jsonb_build_object('address', email_norm, 'reason', reason)
        from email_suppressions where created_by = ${ownerId} and email_norm = any(${[...addresses]}::text[])
      )
      select id, type, at, data from happened ${rest} order by at desc, id desc limit ${limit}`.execute(
      this.tables,
    );
    return rows;
  }
}
