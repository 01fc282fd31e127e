import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '#platform/database/database';
import { listing } from '../suppressions/suppression.repository.js';

const EVENTS_AT_MOST = 200;
const MACHINE_EVENTS_AT_MOST = 20;

const REFUSED = sql`
  select created_by, email_norm, 'unsubscribed' as reason, 'message:' || id as source from unsubscribed`;

/** What readers do, recorded for the message their signed link names: one statement each. */
@Injectable()
export class TrackingRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables(
      'email_campaigns',
      'email_links',
      'email_messages',
      'email_events',
      'email_suppressions',
    );
  }

  /** Counts an open. A message keeps at most 200 events of a kind, however often its link is called. */
  async recordOpen(messageId: string, userAgent: string): Promise<void> {
    await this.database.asService('email.track', () =>
      sql`
        with opened as (
          update email_messages set opened_at = coalesce(opened_at, now()), open_count = open_count + 1
          where id = ${messageId}
          returning id, campaign_id, created_by, open_count
        )
        insert into email_events (message_id, campaign_id, created_by, event_type, user_agent)
        select id, campaign_id, created_by, 'opened', ${userAgent} from opened
        where open_count <= ${EVENTS_AT_MOST}`.execute(this.tables),
    );
  }

  /** Keeps what a machine did, apart from all figures and told to nobody; at most 20 times for a message. */
  async recordMachine(messageId: string, kind: 'opened' | 'clicked', userAgent: string): Promise<void> {
    await this.database.asService('email.track', () =>
      sql`
        insert into email_events (message_id, campaign_id, created_by, event_type, user_agent, is_machine, told)
        select m.id, m.campaign_id, m.created_by, ${kind}, ${userAgent}, true, true from email_messages m
        where m.id = ${messageId} and ${MACHINE_EVENTS_AT_MOST} > (
          select count(*) from email_events e where e.message_id = m.id and e.is_machine)`.execute(
        this.tables,
      ),
    );
  }

  /** Where a link leads; undefined when it is gone, or not of the owner it must be of. */
  async targetOf(linkId: string, ownerId: string | undefined): Promise<string | undefined> {
    const row = await this.database.asService('email.track', () =>
      this.tables
        .selectFrom('email_links')
        .select(['url', 'created_by'])
        .where('id', '=', linkId)
        .executeTakeFirst(),
    );
    return ownerId === undefined || row?.created_by === ownerId ? row?.url : undefined;
  }

  /** Counts a click, which is also a first open where images were never loaded. */
  async recordClick(messageId: string, linkId: string, userAgent: string): Promise<void> {
    await this.database.asService('email.track', () =>
      sql`
        with clicked as (
          update email_messages set
            clicked_at = coalesce(clicked_at, now()), click_count = click_count + 1,
            opened_at = coalesce(opened_at, now())
          where id = ${messageId}
          returning id, campaign_id, created_by, click_count
        )
        insert into email_events (message_id, campaign_id, created_by, event_type, metadata, user_agent)
        select id, campaign_id, created_by, 'clicked', jsonb_build_object('link_id', ${linkId}::text), ${userAgent}
        from clicked
        where click_count <= ${EVENTS_AT_MOST}`.execute(this.tables),
    );
  }

  /** Suppresses the recipient for the owner of the message; the second time changes nothing. False when it is gone. */
  async unsubscribe(messageId: string, userAgent: string): Promise<boolean> {
    return this.database.asService('email.track', async () => {
      const { rows } = await sql`
        with before as (
          select id, unsubscribed_at is null as first from email_messages where id = ${messageId}
        ), unsubscribed as (
          update email_messages m set unsubscribed_at = coalesce(m.unsubscribed_at, now())
          from before b where m.id = b.id
          returning m.id, m.campaign_id, m.created_by, m.email_norm, b.first
        ), suppressed as (${listing(REFUSED)}
        ), noted as (
          insert into email_events (message_id, campaign_id, created_by, event_type, user_agent)
          select id, campaign_id, created_by, 'unsubscribed', ${userAgent} from unsubscribed where first
        )
        select id from unsubscribed`.execute(this.tables);
      return rows.length > 0;
    });
  }
}
