import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '#platform/database/database';
import { type FrequencyCap, type MailSettings, storedMailSettings } from '../mail-settings.js';
import type { MailingFacts } from './mailing-gates.js';
import type { Fence, OutgoingMessage } from './outgoing.js';
import type { RecipientFacts } from './recipient-gates.js';

const RIVALS_WAIT_SECONDS = 2;

type KnownFacts = Pick<RecipientFacts, 'suppression' | 'pausedUntil' | 'topicDeclined' | 'had' | 'rivals'>;

/** A message that a gate did not let through: skipped for a reason, or tried again in a moment when there is none. */
export interface HeldBack extends Fence {
  readonly reason: string | null;
}

/** What the row of a mailing says for its gates. */
export interface KnownMailing extends Omit<MailingFacts, 'now' | 'ownerRests'> {
  readonly identityId: string | null;
  readonly fromEmail: string | null;
}

/** Reads what the gates look at, and settles what they do not let through: each for a whole batch in one statement. */
@Injectable()
export class GateRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables(
      'email_campaigns',
      'email_messages',
      'email_suppressions',
      'email_pauses',
      'email_topics_declined',
    );
  }

  /** What our own tables say about addresses; by the id of who asks. */
  async known(
    applicants: readonly {
      readonly id: string;
      readonly ownerId: string;
      readonly emailNorm: string;
      readonly cap: FrequencyCap | undefined;
      readonly topicId: string | undefined;
      readonly transactional: boolean;
    }[],
  ): Promise<Map<string, KnownFacts>> {
    const asked = applicants.map(({ id, ownerId, emailNorm, cap, topicId, transactional }) => {
      const limits = { hours: cap?.hours ?? null, topic: topicId ?? null };
      return { id, owner: ownerId, address: emailNorm, ...limits, transactional };
    });
    const { rows } = await sql<KnownFacts & { id: string }>`
      select f.id,
        (select s.reason from email_suppressions s
         where s.created_by = f.owner and s.email_norm = f.address
           and app.bars_mail(s.reason, f.transactional)) as suppression,
        (select p.until from email_pauses p
         where p.created_by = f.owner and p.email_norm = f.address and p.until > now()
           and not f.transactional) as "pausedUntil",
        exists (select from email_topics_declined d
                where d.created_by = f.owner and d.email_norm = f.address and d.topic_id = f.topic
                  and not f.transactional) as "topicDeclined",
        case when f.hours is null then 0 else
          (select count(*) from email_messages x
           where x.created_by = f.owner and x.email_norm = f.address and x.id <> f.id
             and x.state in ('sending', 'sent', 'unknown') and x.armed_at > now() - f.hours * interval '1 hour')
        end::integer as had,
        case when f.hours is null then 0 else
          (select count(*) from email_messages x
           where x.created_by = f.owner and x.email_norm = f.address and x.id <> f.id and x.state = 'claimed')
        end::integer as rivals
      from json_to_recordset(${JSON.stringify(asked)}::json) as f(id uuid, owner uuid, address text, hours integer, topic uuid,
        transactional boolean)`.execute(this.tables);
    return new Map(rows.map(({ id, ...known }) => [id, known]));
  }

  /** When addresses had the mails that a cap of so many hours counts, in milliseconds, in order; an address that had none is left out. */
  async had(ownerId: string, addresses: readonly string[], hours: number): Promise<Map<string, number[]>> {
    const { rows } = await sql<{ address: string; at: number[] }>`
      select email_norm as address,
        array_agg((extract(epoch from armed_at) * 1000)::float8 order by armed_at) as at
      from email_messages
      where created_by = ${ownerId} and email_norm = any(${addresses}::text[]) and state in ('sending', 'sent', 'unknown')
        and armed_at > now() - ${hours} * interval '1 hour'
      group by 1`.execute(this.tables);
    return new Map(rows.map(({ address, at }) => [address, at]));
  }

  /** Where a campaign's mailing stands; none before its launch. */
  async mailing(ownerId: string, campaignId: string): Promise<KnownMailing | undefined> {
    const { rows } = await sql<MailingRow>`
      select state, settings, identity_id, from_email, hold_reason, hold_until, tokens,
        extract(epoch from clock_timestamp() - tokens_at)::float8 as elapsed
      from email_campaigns where campaign_id = ${campaignId} and created_by = ${ownerId}`.execute(
      this.tables,
    );
    const [row] = rows;
    return row && toFacts(row);
  }

  /** Those of each mailing; none for one whose settings cannot be followed. */
  async settingsOf(claimed: readonly OutgoingMessage[]): Promise<Map<string, MailSettings>> {
    const mailingIds = [...new Set(claimed.map(({ mailingId }) => mailingId))];
    const rows = await this.tables
      .selectFrom('email_campaigns')
      .select(['id', 'settings'])
      .where('id', 'in', mailingIds)
      .execute();
    return new Map(
      rows.flatMap(({ id, settings }) => {
        const read = storedMailSettings(settings);
        return read ? [[id, read] as const] : [];
      }),
    );
  }

  async holdBack(held: readonly HeldBack[]): Promise<void> {
    if (held.length === 0) return;
    await sql`
      update email_messages m set
        state = case when f.reason is null then 'queued' else 'skipped' end,
        skip_reason = f.reason,
        settled_at = case when f.reason is not null then now() end,
        due_at = case when f.reason is null
                 then now() + ${RIVALS_WAIT_SECONDS} * (1 + random()) * interval '1 second' else m.due_at end,
        lease_until = null
      from json_to_recordset(${JSON.stringify(held)}::json) as f(id uuid, attempt integer, reason text)
      where m.id = any (${held.map(({ id }) => id)}::uuid[]) and m.id = f.id and m.attempt = f.attempt
        and case m.state when 'claimed' then true end`.execute(this.tables);
  }
}

interface MailingRow {
  state: MailingFacts['state'];
  settings: unknown;
  identity_id: string | null;
  from_email: string | null;
  hold_reason: string | null;
  hold_until: string | null;
  tokens: number;
  elapsed: number;
}

function toFacts({ state, settings, hold_reason, hold_until, tokens, elapsed, ...sender }: MailingRow) {
  const hold =
    hold_reason !== null && hold_until !== null ? { reason: hold_reason, until: new Date(hold_until) } : null;
  return {
    state,
    settings: storedMailSettings(settings),
    hold,
    tokens: { tokens, elapsed },
    identityId: sender.identity_id,
    fromEmail: sender.from_email,
  };
}
