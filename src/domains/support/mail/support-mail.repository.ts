import { Injectable } from '@nestjs/common';
import { type QueryResult, type RawBuilder, sql } from 'kysely';
import { normaliseMailAddress } from '#kernel/address';
import { newId } from '#kernel/ids';
import type { Condition } from '#platform/clock/look.repository';
import { Database } from '#platform/database/database';
import { deleteOldest } from '#platform/database/delete-oldest';

const LEASE = sql`interval '5 minutes'`;
/** A worker that has died while a mail left takes with it whether it was accepted. */
const LEAVING_AT_MOST = sql`interval '10 minutes'`;
const REFERENCES = 8;

/** A mail that is due, with what it is about. */
export interface DueMail {
  readonly id: string;
  readonly kind: 'confirmation' | 'reply' | 'automatic' | 'breach';
  readonly recipient: string;
  readonly details: unknown;
  readonly attempt: number;
  readonly ticket_id: string | null;
  readonly subject: string | null;
  readonly body: string | null;
  /** Message-IDs of the thread: of mails that came in, oldest first. */
  readonly refs: readonly string[];
  /** Ids of our mails before. */
  readonly mails: readonly string[];
}

/** The ticket that a mail is about. */
interface About {
  readonly id: string;
  readonly user_id: string | null;
  readonly email: string;
}

/** How often a machine of ours tells one address something of a kind. */
export interface AskLimits {
  readonly aDay: number;
  readonly minutesBetween: number;
}

/** Mails of the desk. Each is claimed for a while, and marked as it begins to leave. */
@Injectable()
export class SupportMailRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('support_mails', 'app.support_asks');
  }

  async addAnswer(ticket: About, messageId: string, kind: 'reply' | 'automatic'): Promise<void> {
    await this.asDesk(sql`
      insert into support_mails (id, ticket_id, message_id, user_id, kind, recipient, due_at)
      values (${newId()}, ${ticket.id}, ${messageId}, ${ticket.user_id}, ${kind}, ${ticket.email}, now())`);
  }

  async addConfirmation(ticket: About): Promise<void> {
    await this.asDesk(sql`
      insert into support_mails (id, ticket_id, user_id, kind, recipient, due_at)
      values (${newId()}, ${ticket.id}, ${ticket.user_id}, 'confirmation', ${ticket.email}, now())`);
  }

  async addNotice(recipient: string, details: object): Promise<void> {
    await this.asDesk(sql`
      insert into support_mails (id, kind, recipient, details, due_at)
      values (${newId()}, 'breach', ${recipient}, ${JSON.stringify(details)}::jsonb, now())`);
  }

  /**
   * Whether a machine of ours may tell the address something of the kind once more, which is noted. Whoever asks the same one at
   * that moment waits.
   */
  async noteAsk(email: string, kind: 'confirmation' | 'automatic', limits: AskLimits): Promise<boolean> {
    const norm = normaliseMailAddress(email);
    const address = sql`sha256(convert_to(${norm}, 'UTF8'))`;
    await this.asDesk(sql`select pg_advisory_xact_lock(hashtextextended(${`support_asks ${norm}`}, 0))`);
    const { rows } = await this.asDesk(sql`
      with before as (
        select count(*) as asks, max(asked_at) as last from app.support_asks
        where address = ${address} and kind = ${kind} and asked_at > now() - interval '1 day'
      )
      insert into app.support_asks (address, kind) select ${address}, ${kind} from before
      where asks < ${limits.aDay}
        and (last is null or last <= now() - ${limits.minutesBetween}::integer * interval '1 minute')
      returning address`);
    return rows.length > 0;
  }

  isAnyDue(): Condition {
    return sql<boolean>`
      (exists (select from support_mails where due_at <= now())
        or exists (select from support_mails where state = 'sending' and updated_at < now() - ${LEAVING_AT_MOST}))`;
  }

  async claim(atMost: number): Promise<DueMail[]> {
    await this.asDue(sql`
      update support_mails set state = 'unknown', reason = 'Whoever sent it was gone before an answer came.'
      where state = 'sending' and updated_at < now() - ${LEAVING_AT_MOST}`);
    const { rows } = await this.asDue(sql<DueMail>`
      with claimed as (
        update support_mails set due_at = now() + ${LEASE}, attempts = attempts + 1
        where id in (
          select id from support_mails where due_at <= now() order by due_at limit ${atMost} for update skip locked)
        returning id, ticket_id, message_id, kind, recipient, details, attempts
      )
      select claimed.id, claimed.kind, claimed.recipient, claimed.details, claimed.attempts as attempt,
        claimed.ticket_id, ticket.subject, message.body,
        coalesce((select json_agg(mail_ref order by created_at, id) from (
          select mail_ref, created_at, id from support_messages
          where ticket_id = claimed.ticket_id and mail_ref is not null and not automatic
          order by created_at desc, id desc limit ${REFERENCES}) last), '[]') as refs,
        coalesce((select json_agg(id order by created_at, id) from (
          select id, created_at from support_mails
          where ticket_id = claimed.ticket_id and id <> claimed.id and state in ('sent', 'unknown')
          order by created_at desc, id desc limit ${REFERENCES}) earlier), '[]') as mails
      from claimed left join support_tickets ticket on ticket.id = claimed.ticket_id
        left join support_messages message on message.id = claimed.message_id`);
    return rows;
  }

  /** The mail begins to leave and is never sent again; false when it is no longer this attempt's. */
  async leave({ id, attempt }: DueMail): Promise<boolean> {
    const { rows } = await this.asDue(sql`
      update support_mails set state = 'sending', due_at = null
      where id = ${id} and attempts = ${attempt} and state = 'queued' and due_at is not null returning id`);
    return rows.length > 0;
  }

  /** What became of it, when this attempt still has it. */
  async settle(
    { id, attempt }: DueMail,
    state: 'sent' | 'failed' | 'unknown' | 'skipped',
    reason: string,
  ): Promise<void> {
    await this.asDue(sql`
      update support_mails set state = ${state}, due_at = null, reason = ${reason},
        sent_at = case when ${state} = 'sent' then now() end
      where id = ${id} and attempts = ${attempt} and state in ('queued', 'sending')`);
  }

  /** It was not accepted, and is tried again in so many seconds. */
  async postpone({ id, attempt }: DueMail, seconds: number, reason: string): Promise<void> {
    await this.asDue(sql`
      update support_mails set state = 'queued', reason = ${reason},
        due_at = now() + ${seconds}::float8 * interval '1 second'
      where id = ${id} and attempts = ${attempt} and state in ('queued', 'sending')`);
  }

  forgetAsks(before: Date, atMost: number): Promise<number> {
    const rows = { table: 'app.support_asks', column: 'asked_at' } as const;
    return this.database.asService('platform.retention', () =>
      deleteOldest(this.tables, rows, before, atMost),
    );
  }

  private asDesk<Row>(query: RawBuilder<Row>): Promise<QueryResult<Row>> {
    return this.database.asService('support.desk', () => query.execute(this.tables));
  }

  private asDue<Row>(query: RawBuilder<Row>): Promise<QueryResult<Row>> {
    return this.database.asService('support.due', () => query.execute(this.tables));
  }
}
