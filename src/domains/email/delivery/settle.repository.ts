import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Settings } from '#platform/config/settings';
import { Database } from '#platform/database/database';
import { tellingSql } from '#platform/events/outbound-events.repository';
import { SOFT_BOUNCES_AT_MOST } from '../events/mail-event.js';
import { listing } from '../suppressions/suppression.repository.js';
import type { Fence, Outcome } from './outgoing.js';

/** What is told to other systems of the mails that `settled` holds. */
const SENT = sql`
  select created_by as user_id, jsonb_build_object('message_id', id, 'campaign_id', campaign_id, 'lead_id', lead_id,
    'email', email, 'transport', transport) as data
  from settled where state = 'sent'`;

/** Whose addresses `settled` and `softened` show to be out of reach. */
const BARRED = sql`
  select created_by, email_norm, 'hard_bounce' as reason, 'message:' || id as source from settled where bounced_at is not null
  union all select created_by, email_norm, 'soft_bounces', 'handover' from softened where bounces >= ${SOFT_BOUNCES_AT_MOST}`;

/** Every step of a claimed message, each fenced by its attempt: a worker that lost its lease changes nothing. */
@Injectable()
export class SettleRepository {
  constructor(
    private readonly database: Database,
    private readonly settings: Settings,
  ) {}

  private get tables() {
    return this.database.tables(
      ...(['email_campaigns', 'email_messages', 'email_suppressions'] as const),
      ...(['email_events', 'email_soft_bounces'] as const),
    );
  }

  /**
   * Records what became of attempts, and marks the messages whose first byte is about to leave, where that is still wanted, in
   * one commit. Answers which may go. Accepted and unknown ones must have been armed; a refused one may be either. A hard bounce
   * suppresses its address in the same statement, and so do soft bounces of several mails in a row; a server that takes a mail
   * forgives those that were answers like its own. One that was marked while it was handed over does not go back to be sent again.
   */
  async record(outcomes: readonly Outcome[], arming: readonly Fence[]): Promise<Set<string>> {
    const { rows } = await this.database.asService('email.claim', () =>
      sql<{ id: string }>`
        with settled as (
          update email_messages m set
            state = case when o.state = 'unknown' and m.delivered_at is not null then 'sent'
              when o.state = 'queued' and m.skip_reason is not null then 'skipped' else o.state end,
            skip_reason = case when o.state = 'queued' then m.skip_reason end,
            transport = coalesce(o.transport, m.transport), provider_id = coalesce(o."providerId", m.provider_id),
            due_at = case when o.state = 'queued' and m.due_at < 'infinity' then now() + o."dueIn" * interval '1 second' else m.due_at end,
            settled_at = case when o.state <> 'queued' or m.skip_reason is not null then now() end,
            lease_until = null, response = o.response, smtp_code = o."smtpCode",
            refusals = m.refusals + coalesce(o.refused, false)::integer,
            bounced_at = case when o.bounced then now() end,
            soft_bounced_at = case when o."softBounced" then coalesce(m.soft_bounced_at, now()) else m.soft_bounced_at end
          from json_to_recordset(${JSON.stringify(outcomes)}::json) as o(
            id uuid, attempt integer, state text, response text, "smtpCode" integer, "dueIn" float8,
            refused boolean, bounced boolean, transport text, "providerId" text, "softBounced" boolean, reached boolean)
          where ${named('m.id', outcomes)} and m.id = o.id and m.attempt = o.attempt
            and case m.state when 'sending' then true when 'claimed' then o.state in ('failed', 'queued') end
          returning m.id, m.campaign_id, m.created_by, m.lead_id, m.email, m.email_norm, m.bounced_at, m.response, m.state,
            m.transport, o.reached, o."softBounced" as soft
        ), told as (${tellingSql('email.sent', SENT)}
        ), ${SOFT_BOUNCES}, suppressed as (${listing(BARRED)}
        ), noted as (
          insert into email_events (message_id, campaign_id, created_by, event_type, metadata)
          select id, campaign_id, created_by, case when soft then 'soft_bounced' else 'bounced' end,
            jsonb_build_object('response', response) from settled
          where bounced_at is not null or soft
        )
        update email_messages m set
          state = 'sending', armed_at = now(),
          lease_until = now() + ${this.settings.MAIL_LEASE_SECONDS * 2} * interval '1 second'
        from json_to_recordset(${json(arming)}::json) as f(id uuid, attempt integer), email_campaigns c
        where ${named('m.id', arming)} and m.id = f.id and m.attempt = f.attempt
          and c.id = m.email_campaign_id and case m.state when 'claimed' then c.state = 'sending' end
          and not exists (select from email_suppressions s
                          where s.created_by = m.created_by and s.email_norm = m.email_norm
                            and app.bars_mail(s.reason, c.transactional))
        returning m.id`.execute(this.tables),
    );
    return new Set(rows.map(({ id }) => id));
  }

  /** Gives back messages of which certainly nothing was sent: to the queue, or skipped when they are no longer wanted. */
  async release(messages: readonly Fence[]): Promise<void> {
    await this.database.asService('email.claim', () =>
      sql`
        with given as (
          select m.id, f.attempt, case
            when c.state = 'stopped' then 'campaign_stopped'
            when s.reason = 'consent_withdrawn' then 'no_consent'
            when s.reason is not null then 'suppressed:' || s.reason
            else m.skip_reason
          end as reason
          from json_to_recordset(${json(messages)}::json) as f(id uuid, attempt integer)
          join email_messages m on m.id = f.id
          join email_campaigns c on c.id = m.email_campaign_id
          left join email_suppressions s on s.created_by = m.created_by and s.email_norm = m.email_norm
            and app.bars_mail(s.reason, c.transactional)
          where ${named('m.id', messages)}
        )
        update email_messages m set
          state = case when g.reason is null then 'queued' else 'skipped' end,
          skip_reason = g.reason,
          settled_at = case when g.reason is not null then now() end,
          armed_at = null, lease_until = null
        from given g
        where ${named('m.id', messages)} and m.id = g.id and m.attempt = g.attempt
          and case when m.state in ('claimed', 'sending') then true end`.execute(this.tables),
    );
  }
}

/**
 * Rows are taken by their ids, and their state is asked for by a `case`: named plainly, it offers Postgres the partial indexes of
 * states, which grow by every mail that passes through and are then read whole for each statement.
 */
function named(column: string, messages: readonly Fence[]) {
  return sql<boolean>`${sql.ref(column)} = any (${messages.map(({ id }) => id)}::uuid[])`;
}

/** `forgiven`: addresses that a server took mail for. `softened`: those for which one was refused, once for each message. */
const SOFT_BOUNCES = sql`forgiven as (
          update email_soft_bounces s set bounces = s.bounces - s.at_handover, at_handover = 0
          from (
            select b.created_by, b.email_norm from email_soft_bounces b
            join (select distinct created_by, email_norm from settled where reached) r using (created_by, email_norm)
            where b.at_handover > 0 order by b.created_by, b.email_norm for no key update of b
          ) reached
          where s.created_by = reached.created_by and s.email_norm = reached.email_norm
        ), softened as (
          insert into email_soft_bounces as s (created_by, email_norm, bounces, at_handover)
          select created_by, email_norm, count(*), count(*) from settled t
          where soft
            and not exists (select from email_events e where e.message_id = t.id and e.event_type = 'soft_bounced')
            and not exists (select from settled r where r.reached and r.created_by = t.created_by and r.email_norm = t.email_norm)
          group by created_by, email_norm order by created_by, email_norm
          on conflict (created_by, email_norm) do update set
            bounces = s.bounces + excluded.bounces, at_handover = s.at_handover + excluded.at_handover, last_at = now()
          returning created_by, email_norm, bounces
        )`;

function json(messages: readonly Fence[]): string {
  return JSON.stringify(messages.map(({ id, attempt }) => ({ id, attempt })));
}
