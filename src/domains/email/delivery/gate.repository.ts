import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '#platform/database/database';
import { type MailSettings, storedMailSettings } from '../mail-settings.js';
import type { Fence, OutgoingMessage } from './outgoing.js';

const RIVALS_WAIT_SECONDS = 2;

/** Settles claimed messages that do not pass a gate, a batch in one statement. */
@Injectable()
export class GateRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('email_campaigns', 'email_messages', 'email_suppressions');
  }

  async skipWithdrawn(withdrawn: readonly Fence[]): Promise<void> {
    await this.asWorker(() =>
      sql`
        update email_messages m set
          state = 'skipped', settled_at = now(), lease_until = null, skip_reason = 'no_consent'
        from json_to_recordset(${fences(withdrawn)}::json) as f(id uuid, attempt integer)
        where m.id = f.id and m.attempt = f.attempt and m.state = 'claimed'`.execute(this.tables),
    );
  }

  async skipSuppressed(claimed: readonly Fence[]): Promise<Set<string>> {
    const { rows } = await this.asWorker(() =>
      sql<{ id: string }>`
        update email_messages m set
          state = 'skipped', settled_at = now(), lease_until = null,
          skip_reason = case s.reason when 'consent_withdrawn' then 'no_consent' else 'suppressed:' || s.reason end
        from json_to_recordset(${fences(claimed)}::json) as f(id uuid, attempt integer), email_suppressions s
        where m.id = f.id and m.attempt = f.attempt and m.state = 'claimed'
          and s.created_by = m.created_by and s.email_norm = m.email_norm
        returning m.id`.execute(this.tables),
    );
    return new Set(rows.map(({ id }) => id));
  }

  /**
   * Skips who has had the most mails allowed. Who could reach the cap only through another message that is being
   * handed over right now waits a moment until that one is decided, so that two workers never pass it together.
   */
  async holdBackCapped(
    claimed: readonly OutgoingMessage[],
    settings: ReadonlyMap<string, MailSettings>,
  ): Promise<Set<string>> {
    const capped = claimed.flatMap(({ id, attempt, mailingId }) => {
      const cap = settings.get(mailingId)?.frequencyCap;
      return cap ? [{ id, attempt, ...cap }] : [];
    });
    if (capped.length === 0) return new Set();
    const { rows } = await this.asWorker(() =>
      sql<{ id: string }>`
        with counted as (
          select m.id, f.attempt, f.max,
            (select count(*) from email_messages x
             where x.created_by = m.created_by and x.email_norm = m.email_norm and x.id <> m.id
               and x.state in ('sending', 'sent', 'unknown') and x.armed_at > now() - f.hours * interval '1 hour') as had,
            (select count(*) from email_messages x
             where x.created_by = m.created_by and x.email_norm = m.email_norm and x.id <> m.id
               and x.state = 'claimed') as rivals
          from json_to_recordset(${JSON.stringify(capped)}::json) as f(id uuid, attempt integer, max integer, hours integer)
          join email_messages m on m.id = f.id
        )
        update email_messages m set
          state = case when had >= max then 'skipped' else 'queued' end,
          skip_reason = case when had >= max then 'frequency_cap' end,
          settled_at = case when had >= max then now() end,
          due_at = now() + ${RIVALS_WAIT_SECONDS} * (1 + random()) * interval '1 second',
          lease_until = null
        from counted c
        where m.id = c.id and m.attempt = c.attempt and m.state = 'claimed' and had + rivals >= max
        returning m.id`.execute(this.tables),
    );
    return new Set(rows.map(({ id }) => id));
  }

  /** Those of each mailing; none for one whose settings cannot be followed. */
  async settingsOf(claimed: readonly OutgoingMessage[]): Promise<Map<string, MailSettings>> {
    const mailingIds = [...new Set(claimed.map(({ mailingId }) => mailingId))];
    if (mailingIds.length === 0) return new Map();
    const rows = await this.asWorker(() =>
      this.tables
        .selectFrom('email_campaigns')
        .select(['id', 'settings'])
        .where('id', 'in', mailingIds)
        .execute(),
    );
    return new Map(
      rows.flatMap(({ id, settings }) => {
        const read = storedMailSettings(settings);
        return read ? [[id, read] as const] : [];
      }),
    );
  }

  private asWorker<Result>(work: () => Promise<Result>): Promise<Result> {
    return this.database.asService('email.claim', work);
  }
}

function fences(messages: readonly Fence[]): string {
  return JSON.stringify(messages.map(({ id, attempt }) => ({ id, attempt })));
}
