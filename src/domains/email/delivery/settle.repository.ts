import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Settings } from '#platform/config/settings';
import { Database } from '#platform/database/database';
import type { Fence, Outcome } from './outgoing.js';

/** Every step of a claimed message, each fenced by its attempt: a worker that lost its lease changes nothing. */
@Injectable()
export class SettleRepository {
  constructor(
    private readonly database: Database,
    private readonly settings: Settings,
  ) {}

  private get tables() {
    return this.database.tables('email_campaigns', 'email_messages', 'email_suppressions', 'email_events');
  }

  /** Marks messages whose first byte is about to leave, where that is still wanted. Answers which may go. */
  async arm(messages: readonly Fence[]): Promise<Set<string>> {
    const { rows } = await this.database.asService('email.claim', () =>
      sql<{ id: string }>`
        update email_messages m set
          state = 'sending', armed_at = now(),
          lease_until = now() + ${this.settings.MAIL_LEASE_SECONDS * 2} * interval '1 second'
        from json_to_recordset(${json(messages)}::json) as f(id uuid, attempt integer), email_campaigns c
        where m.id = f.id and m.attempt = f.attempt and m.state = 'claimed'
          and c.id = m.email_campaign_id and c.state = 'sending'
          and not exists (select from email_suppressions s
                          where s.created_by = m.created_by and s.email_norm = m.email_norm)
        returning m.id`.execute(this.tables),
    );
    return new Set(rows.map(({ id }) => id));
  }

  /**
   * Records what became of attempts. Accepted and unknown ones must have been armed; a refused one may be either.
   * A hard bounce suppresses its address in the same statement.
   */
  async settle(outcomes: readonly Outcome[]): Promise<void> {
    await this.database.asService('email.claim', () =>
      sql`
        with settled as (
          update email_messages m set
            state = o.state,
            due_at = case when o.state = 'queued' then now() + o."dueIn" * interval '1 second' else m.due_at end,
            settled_at = case when o.state <> 'queued' then now() end,
            lease_until = null, response = o.response, smtp_code = o."smtpCode",
            refusals = m.refusals + coalesce(o.refused, false)::integer,
            bounced_at = case when o.bounced then now() end
          from json_to_recordset(${JSON.stringify(outcomes)}::json) as o(
            id uuid, attempt integer, state text, response text, "smtpCode" integer, "dueIn" float8,
            refused boolean, bounced boolean)
          where m.id = o.id and m.attempt = o.attempt
            and (m.state = 'sending' or m.state = 'claimed' and o.state in ('failed', 'queued'))
          returning m.id, m.campaign_id, m.created_by, m.email_norm, m.bounced_at, m.response
        ), suppressed as (
          insert into email_suppressions (created_by, email_norm, reason, source)
          select created_by, email_norm, 'hard_bounce', 'message:' || id from settled
          where bounced_at is not null order by created_by, email_norm
          on conflict do nothing
        )
        insert into email_events (message_id, campaign_id, created_by, event_type, metadata)
        select id, campaign_id, created_by, 'bounced', jsonb_build_object('response', response) from settled
        where bounced_at is not null`.execute(this.tables),
    );
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
          end as reason
          from json_to_recordset(${json(messages)}::json) as f(id uuid, attempt integer)
          join email_messages m on m.id = f.id
          join email_campaigns c on c.id = m.email_campaign_id
          left join email_suppressions s on s.created_by = m.created_by and s.email_norm = m.email_norm
        )
        update email_messages m set
          state = case when g.reason is null then 'queued' else 'skipped' end,
          skip_reason = g.reason,
          settled_at = case when g.reason is not null then now() end,
          armed_at = null, lease_until = null
        from given g
        where m.id = g.id and m.attempt = g.attempt and m.state in ('claimed', 'sending')`.execute(
        this.tables,
      ),
    );
  }
}

function json(messages: readonly Fence[]): string {
  return JSON.stringify(messages.map(({ id, attempt }) => ({ id, attempt })));
}
