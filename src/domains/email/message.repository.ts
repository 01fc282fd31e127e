import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { normaliseMailAddress } from '#kernel/address';
import { isUuid, newId } from '#kernel/ids';
import { CursorUnreadable, decodeCursor, type Page, toPage } from '#kernel/page';
import { Database } from '#platform/database/database';
import { judgedBy } from './delivery/gate.js';
import { PLANNING_GATES, type RecipientFacts } from './delivery/recipient-gates.js';
import type { Mailing } from './mailing.repository.js';
import { dividedBy } from './experiments/split.js';
import type { MergeFields } from './templates/merge-fields.js';

type MessageState = 'queued' | 'claimed' | 'sending' | 'sent' | 'failed' | 'unknown' | 'skipped';

/** Somebody a mailing goes to. */
export interface Recipient {
  readonly leadId: string | null;
  readonly email: string;
  readonly merge: MergeFields;
  /** Stands in the report and is not written to. */
  readonly consentWithdrawn?: boolean;
  /** Not to be written to before; at once when left out. */
  readonly dueAt?: Date | undefined;
}

/** Messages that share state and skip reason, counted. */
export interface MessageCount {
  readonly state: MessageState;
  readonly skip_reason: string | null;
  readonly messages: number;
  readonly bounced: number;
  readonly soft_bounced: number;
  readonly opened: number;
  readonly clicked: number;
  readonly unsubscribed: number;
}

export interface Message {
  readonly id: string;
  /** Null for a mail of a standing mailing. */
  readonly campaign_id: string | null;
  readonly email_campaign_id: string;
  readonly lead_id: string | null;
  readonly email: string;
  readonly state: MessageState;
  readonly skip_reason: string | null;
  readonly attempt: number;
  readonly smtp_code: number | null;
  readonly response: string | null;
  /** Null for one that waits for the winner of an experiment. */
  readonly due_at: string | null;
  readonly armed_at: string | null;
  readonly settled_at: string | null;
  readonly opened_at: string | null;
  readonly open_count: number;
  readonly clicked_at: string | null;
  readonly click_count: number;
  readonly unsubscribed_at: string | null;
  readonly resent_at: string | null;
  readonly created_at: string;
}

const SWEPT_AT_ONCE = 5_000;
const LONGEST_ADDRESS = 320;
const WAITS_FOR_WINNER = 'infinity';

/** One row per recipient, as its owner sees it. What workers do to rows is in `delivery/`. */
@Injectable()
export class MessageRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('email_messages', 'email_events');
  }

  /** Adds whom the mailing does not have yet, and answers how many. Who cannot be written to is added as skipped. */
  async add(ownerId: string, mailing: Mailing, recipients: readonly Recipient[]): Promise<number> {
    const rows = recipients.map(({ leadId, email, merge, consentWithdrawn = false, dueAt }) => ({
      id: newId(),
      lead_id: leadId,
      email: email.trim().slice(0, LONGEST_ADDRESS),
      email_norm: normaliseMailAddress(email).slice(0, LONGEST_ADDRESS),
      merge,
      due_at: dueAt,
      skip_reason: skipReason(email, consentWithdrawn),
      ...dividedBy(mailing.split, normaliseMailAddress(email)),
    }));
    const first = [...new Map(rows.toReversed().map((row) => [row.email_norm, row])).values()];
    const { numAffectedRows } = await sql`
      insert into email_messages (id, email_campaign_id, campaign_id, created_by, lead_id, email, email_norm, merge,
                                  state, skip_reason, settled_at, variant_id, due_at, wanted_at)
      select r.id, ${mailing.id}::uuid, ${mailing.campaignId}::uuid, ${ownerId}::uuid, r.lead_id, r.email, r.email_norm,
             coalesce(r.merge, '{}'), case when r.skip_reason is null then 'queued' else 'skipped' end, r.skip_reason,
             case when r.skip_reason is not null then now() end, r.variant_id,
             case when r.waits then 'infinity' else coalesce(r.due_at, now()) end,
             case when r.waits then coalesce(r.due_at, now()) end
      from json_to_recordset(${JSON.stringify(first)}::json) as r(
        id uuid, lead_id uuid, email text, email_norm text, merge jsonb, skip_reason text, due_at timestamptz,
        variant_id uuid, waits boolean)
      order by r.email_norm, r.id
      on conflict (campaign_id, step, email_norm) do nothing`.execute(this.tables);
    return Number(numAffectedRows ?? 0n);
  }

  /** How many have not been handed over yet. */
  async countWaiting(ownerId: string, mailingId: string): Promise<number> {
    const { waiting } = await this.tables
      .selectFrom('email_messages')
      .select(({ fn }) => fn.countAll<string>().as('waiting'))
      .where('email_campaign_id', '=', mailingId)
      .where('created_by', '=', ownerId)
      .where('state', 'in', ['queued', 'claimed'])
      .executeTakeFirstOrThrow();
    return Number(waiting);
  }

  /** Marks up to 5,000 of those not handed over yet as skipped because the campaign was stopped; answers how many. */
  async skipWaiting(ownerId: string, mailingId: string): Promise<number> {
    const { numUpdatedRows } = await this.tables
      .updateTable('email_messages')
      .set({ state: 'skipped', skip_reason: 'campaign_stopped', settled_at: sql`now()`, lease_until: null })
      .where('created_by', '=', ownerId)
      .where('state', 'in', ['queued', 'claimed'])
      .where('id', 'in', (query) =>
        query
          .selectFrom('email_messages')
          .select('id')
          .where('email_campaign_id', '=', mailingId)
          .where('state', 'in', ['queued', 'claimed'])
          .limit(SWEPT_AT_ONCE),
      )
      .executeTakeFirst();
    return Number(numUpdatedRows);
  }

  async count(ownerId: string, mailingId: string): Promise<MessageCount[]> {
    const { rows } = await sql<MessageCount>`
      select state, skip_reason, count(*)::integer as messages, count(bounced_at)::integer as bounced,
             count(soft_bounced_at)::integer as soft_bounced,
             count(opened_at)::integer as opened, count(clicked_at)::integer as clicked,
             count(unsubscribed_at)::integer as unsubscribed
      from email_messages
      where email_campaign_id = ${mailingId} and created_by = ${ownerId}
      group by state, skip_reason`.execute(this.tables);
    return rows;
  }

  async list(ownerId: string, mailingId: string, wanted: MessagesWanted): Promise<Page<Message>> {
    let query = this.tables
      .selectFrom('email_messages')
      .select(COLUMNS)
      .where('email_campaign_id', '=', mailingId)
      .where('created_by', '=', ownerId)
      .orderBy('id', 'desc')
      .limit(wanted.limit + 1);
    if (wanted.state) query = query.where('state', '=', wanted.state);
    if (wanted.cursor) query = query.where('id', '<', uuidOf(wanted.cursor));
    if (wanted.offset) query = query.offset(wanted.offset);
    const rows = ((await query.execute()) as unknown as Message[]).map((row) => {
      return row.due_at === WAITS_FOR_WINNER ? { ...row, due_at: null } : row;
    });
    return toPage(rows, wanted.limit, ({ id }) => [id]);
  }

  async lock(ownerId: string, messageId: string): Promise<Message | undefined> {
    const row = await this.tables
      .selectFrom('email_messages')
      .select(COLUMNS)
      .where('id', '=', messageId)
      .where('created_by', '=', ownerId)
      .forUpdate()
      .executeTakeFirst();
    return row as Message | undefined;
  }

  /** Puts an unknown message back into the queue because a person has decided so, and records who. */
  async requeue(ownerId: string, message: Message): Promise<Message> {
    const row = await this.tables
      .updateTable('email_messages')
      .set({
        state: 'queued',
        attempt: sql`attempt + 1`,
        refusals: 0,
        due_at: sql`now()`,
        armed_at: null,
        settled_at: null,
        smtp_code: null,
        response: null,
        resent_by: ownerId,
        resent_at: sql`now()`,
      })
      .where('id', '=', message.id)
      .where('created_by', '=', ownerId)
      .where('state', '=', 'unknown')
      .returning(COLUMNS)
      .executeTakeFirstOrThrow();
    await this.tables
      .insertInto('email_events')
      .values({
        id: newId(),
        message_id: message.id,
        campaign_id: message.campaign_id,
        created_by: ownerId,
        event_type: 'resent',
        metadata: JSON.stringify({ by: ownerId, after: message.response }),
      })
      .execute();
    return row as unknown as Message;
  }
}

export interface MessagesWanted {
  readonly state?: MessageState | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
  readonly offset?: number | undefined;
}

const COLUMNS = [
  ...([
    'id',
    'campaign_id',
    'email_campaign_id',
    'lead_id',
    'email',
    'state',
    'skip_reason',
    'attempt',
    'smtp_code',
    'response',
  ] as const),
  ...(['due_at', 'armed_at', 'settled_at', 'opened_at', 'open_count', 'clicked_at', 'click_count'] as const),
  ...(['unsubscribed_at', 'resent_at', 'created_at'] as const),
] as const;

function skipReason(email: string, consentWithdrawn: boolean): string | null {
  const barred = consentWithdrawn ? 'withdrawn' : null;
  const verdict = judgedBy<Pick<RecipientFacts, 'email' | 'barred'>>(PLANNING_GATES, { email, barred });
  return verdict.verdict === 'skip' ? verdict.reason : null;
}

function uuidOf(cursor: string): string {
  const [id] = decodeCursor(cursor, 1);
  if (!isUuid(id)) throw new CursorUnreadable();
  return id;
}
