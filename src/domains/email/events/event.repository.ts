import { Injectable } from '@nestjs/common';
import { type RawBuilder, sql } from 'kysely';
import { Database } from '#platform/database/database';
import { listing } from '../suppressions/suppression.repository.js';
import { type MailEvent, SOFT_BOUNCES_AT_MOST } from './mail-event.js';

/** What became of mail, whoever tells it and in whatever order. */
@Injectable()
export class EventRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables(
      ...(['email_events', 'email_messages', 'email_campaigns'] as const),
      ...(['email_suppressions', 'email_soft_bounces'] as const),
    );
  }

  /**
   * Keeps the events that are new, and with them what they mean: a message of unknown fate that was delivered was sent; a hard
   * bounce, a complaint and an unsubscription suppress the address, and so do soft bounces of several mails in a row, which a
   * delivery forgives. What a machine did is kept and counts for nothing. Answers how many were new.
   */
  async record(ownerId: string, provider: string, events: readonly MailEvent[]): Promise<number> {
    const given = events.map(({ reason, link, ...event }) => ({
      ...event,
      detail: { ...(reason !== null && { reason }), ...(link !== null && { url: link }) },
    }));
    const { rows } = await sql<{ taken: number }>`
      with ${kept(ownerId, provider, JSON.stringify(given))}, ${touched(ownerId)}, ${softBounces(ownerId)},
        ${suppressed(ownerId, provider)}
      select count(*)::integer as taken from fresh`.execute(this.tables);
    return rows[0]?.taken ?? 0;
  }

  /** Whose messages the events are about, for a provider whose account is the platform's own. */
  async ownersOf(events: readonly MailEvent[]): Promise<Map<string, string>> {
    const names = events.map(({ messageId, providerId }) => ({ messageId, providerId }));
    const { rows } = await this.database.asService('email.track', () =>
      sql<{ name: string; owner: string }>`
        select m.id::text as name, m.created_by as owner from email_messages m
        join json_to_recordset(${JSON.stringify(names)}::json) as n("messageId" uuid) on m.id = n."messageId"
        union
        select m.provider_id, m.created_by from email_messages m
        join json_to_recordset(${JSON.stringify(names)}::json) as n("messageId" uuid, "providerId" text)
          on n."messageId" is null and m.provider_id = n."providerId"`.execute(this.tables),
    );
    return new Map(rows.map(({ name, owner }) => [name, owner]));
  }

  /** Whether the owner has the message. */
  async has(ownerId: string, messageId: string): Promise<boolean> {
    const row = await this.tables
      .selectFrom('email_messages')
      .select('id')
      .where('id', '=', messageId)
      .where('created_by', '=', ownerId)
      .executeTakeFirst();
    return row !== undefined;
  }
}

/** `given`: the events. `named`: with their messages, where the owner has them. `fresh`: those that were kept now. */
function kept(ownerId: string, provider: string, given: string): RawBuilder<unknown> {
  return sql`given as (
        select * from json_to_recordset(${given}::json) as g(id text, kind text, "messageId" uuid,
          "providerId" text, email text, at timestamptz, detail jsonb, "userAgent" text, "isMachine" boolean)
      ), named as (
        select g.*, m.id as message_id, m.campaign_id, coalesce(c.settings ->> 'tracking', 'individual') <> 'individual' as is_private
        from given g left join lateral (
          select x.id, x.campaign_id, x.email_campaign_id from email_messages x
          where x.id = g."messageId" and x.created_by = ${ownerId}
          union all
          select x.id, x.campaign_id, x.email_campaign_id from email_messages x
          where g."messageId" is null and x.provider_id = g."providerId" and x.created_by = ${ownerId}
          limit 1
        ) m on true
        left join email_campaigns c on c.id = m.email_campaign_id
      ), fresh as (
        insert into email_events (message_id, campaign_id, created_by, event_type, timestamp, metadata, user_agent,
          provider, provider_event_id, is_machine, told)
        select message_id, campaign_id, ${ownerId}::uuid, kind, at, detail, "userAgent", ${provider}, id, "isMachine", "isMachine"
        from named where message_id is not null and not (kind in ('opened', 'clicked') and is_private)
        on conflict (created_by, provider, provider_event_id) where provider is not null do nothing
        returning message_id, event_type as kind, timestamp as at, is_machine
      )`;
}

/** `meant`: what the new events say of each message. `touched`: the messages, with that. */
function touched(ownerId: string): RawBuilder<unknown> {
  return sql`meant as (
        select message_id,
          min(at) filter (where kind = 'delivered') as delivered, min(at) filter (where kind = 'bounced') as bounced,
          min(at) filter (where kind = 'complained') as complained, min(at) filter (where kind = 'unsubscribed') as unsubscribed,
          min(at) filter (where kind in ('opened', 'clicked') and not is_machine) as opened,
          count(*) filter (where kind = 'opened' and not is_machine) as opens,
          min(at) filter (where kind = 'clicked' and not is_machine) as clicked,
          count(*) filter (where kind = 'clicked' and not is_machine) as clicks,
          min(at) filter (where kind = 'soft_bounced') as soft
        from fresh group by message_id
      ), touched as (
        update email_messages m set
          state = case m.state when 'unknown' then 'sent' else m.state end,
          delivered_at = least(m.delivered_at, t.delivered), bounced_at = least(m.bounced_at, t.bounced),
          soft_bounced_at = least(m.soft_bounced_at, t.soft), complained_at = least(m.complained_at, t.complained),
          unsubscribed_at = least(m.unsubscribed_at, t.unsubscribed),
          opened_at = least(m.opened_at, t.opened), open_count = m.open_count + t.opens,
          clicked_at = least(m.clicked_at, t.clicked), click_count = m.click_count + t.clicks
        from meant t where m.id = t.message_id and m.created_by = ${ownerId}
        returning m.id, m.email_norm, m.delivered_at, t.delivered, t.bounced, t.complained, t.unsubscribed, t.soft
      )`;
}

/** `forgiven`: addresses that mail has reached. `softened`: those that it did not, once for each message. */
function softBounces(ownerId: string): RawBuilder<unknown> {
  return sql`forgiven as (
        delete from email_soft_bounces s where s.created_by = ${ownerId}
          and s.email_norm in (select email_norm from touched where delivered is not null)
      ), softened as (
        insert into email_soft_bounces as s (created_by, email_norm, bounces)
        select ${ownerId}::uuid, t.email_norm, count(*) from touched t
        where t.soft is not null and t.delivered_at is null
          and not exists (select from email_events e where e.message_id = t.id and e.event_type = 'soft_bounced')
          and t.email_norm not in (select email_norm from touched where delivered is not null)
        group by t.email_norm
        on conflict (created_by, email_norm) do update set bounces = s.bounces + excluded.bounces, last_at = now()
        returning email_norm, bounces
      )`;
}

/** `barred`: who is not to be written to, also by address alone. `suppressed`: their list, which that is written to. */
function suppressed(ownerId: string, provider: string): RawBuilder<unknown> {
  return sql`barred as (
        select email_norm, 'complaint' as reason from touched where complained is not null
        union all select email_norm, 'hard_bounce' from touched where bounced is not null
        union all select email_norm, 'unsubscribed' from touched where unsubscribed is not null
        union all select email_norm, 'soft_bounces' from softened where bounces >= ${SOFT_BOUNCES_AT_MOST}
        union all
        select email, case kind when 'complained' then 'complaint' when 'bounced' then 'hard_bounce' else kind end
        from named where message_id is null and email is not null and kind in ('complained', 'bounced', 'unsubscribed')
      ), suppressed as (${listing(sql`
        select ${ownerId}::uuid as created_by, email_norm, reason, ${`events:${provider}`}::text as source from barred`)}
      )`;
}
