import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { normaliseMailAddress } from '#kernel/address';
import type { Page } from '#kernel/page';
import { Database } from '#platform/database/database';
import { BY_ID, newestFirst } from '#platform/database/newest-first';
import type { PageQuery } from '#platform/http/page-query';
import { columnsOf, openRows, stateOf, toTicket, wholeRows } from './ticket-row.repository.js';
import { FieldRepository, type ValueDraft } from '../fields/field.repository.js';
import type { FieldValue } from '../fields/field-value.js';
import type { TicketState } from './ticket-state.js';
import type { SupportTicket } from './ticket.answers.dto.js';
import type { TicketQuery } from './ticket.dto.js';

/** A ticket that is to be kept. */
export interface TicketDraft {
  readonly id: string;
  readonly userId: string | null;
  readonly email: string;
  readonly name: string;
  readonly subject: string;
  readonly message: string;
  readonly channel: 'web' | 'email';
  readonly flag?: SupportTicket['flag'];
  readonly relatedTicketId?: string | null;
  readonly fields?: readonly ValueDraft[];
}

/** A ticket that is held until the transaction ends. */
export interface HeldTicket {
  readonly ticket: SupportTicket;
  readonly state: TicketState;
}

/** Tickets of everybody. What a user asks for is found as that user; the rest is the desk's. */
@Injectable()
export class TicketRepository {
  constructor(
    private readonly database: Database,
    private readonly fields: FieldRepository,
  ) {}

  private get tables() {
    return this.database.tables('support_tickets', 'support_notes', 'support_field_values');
  }

  async add(draft: TicketDraft, state: TicketState): Promise<SupportTicket> {
    await this.asDesk(() =>
      this.tables
        .insertInto('support_tickets')
        .values({
          id: draft.id,
          user_id: draft.userId,
          email: draft.email,
          name: draft.name,
          subject: draft.subject,
          message: draft.message,
          channel: draft.channel,
          flag: draft.flag ?? null,
          related_ticket_id: draft.relatedTicketId ?? null,
          ...columnsOf(state),
        })
        .execute(),
    );
    await this.fill({ id: draft.id, user_id: draft.userId }, draft.fields ?? []);
    return (await this.find(draft.id)) as SupportTicket;
  }

  /**
   * How many tickets have come from the address within the last hour by the form, where anybody may name it, or by mail. Whoever
   * counts the same one at that moment waits.
   */
  async recentOf(email: string, channel: TicketDraft['channel']): Promise<number> {
    const address = normaliseMailAddress(email);
    return this.asDesk(async () => {
      await sql`select pg_advisory_xact_lock(hashtextextended(${`support_tickets ${address}`}, 0))`.execute(
        this.tables,
      );
      const { count } = await this.tables
        .selectFrom('support_tickets')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .where('email_norm', '=', address)
        .where('channel', '=', channel)
        .where('created_at', '>', sql<string>`now() - interval '1 hour'`)
        .executeTakeFirstOrThrow();
      return Number(count);
    });
  }

  /** Of a user, as that user. */
  async ofUser(userId: string, ticketId: string): Promise<SupportTicket | undefined> {
    const row = await openRows(this.tables)
      .where('user_id', '=', userId)
      .where('id', '=', ticketId)
      .executeTakeFirst();
    return row && toTicket(row);
  }

  /** Newest first. */
  async listOfUser(userId: string, page: PageQuery): Promise<Page<SupportTicket>> {
    const own = openRows(this.tables).where('user_id', '=', userId);
    const { items, nextCursor } = await newestFirst(own, page, BY_ID);
    return { items: items.map(toTicket), nextCursor };
  }

  /** Whoever's it is, with what the desk has noted. */
  async find(ticketId: string): Promise<SupportTicket | undefined> {
    const row = await this.asDesk(() => wholeRows(this.tables).where('id', '=', ticketId).executeTakeFirst());
    return row && toTicket(row);
  }

  /** Held until the transaction ends. */
  async hold(ticketId: string): Promise<HeldTicket | undefined> {
    const row = await this.asDesk(() =>
      wholeRows(this.tables).where('id', '=', ticketId).forUpdate('support_tickets').executeTakeFirst(),
    );
    return row && { ticket: toTicket(row), state: stateOf(row) };
  }

  /** Everybody's that say all of these in custom fields, newest first. */
  async list(
    query: TicketQuery,
    said: readonly { key: string; value: FieldValue }[],
  ): Promise<Page<SupportTicket>> {
    const { status, priority, assignee, label, email, breached, waiting, flagged } = query;
    let wanted = wholeRows(this.tables);
    if (status) wanted = wanted.where('status', '=', status);
    if (priority) wanted = wanted.where('priority', '=', priority);
    if (assignee === 'none') wanted = wanted.where('assignee_id', 'is', null);
    else if (assignee) wanted = wanted.where('assignee_id', '=', assignee);
    if (label) wanted = wanted.where(sql<boolean>`labels @> array[${label}]`);
    if (email) wanted = wanted.where('email_norm', '=', normaliseMailAddress(email));
    if (breached !== undefined)
      wanted = wanted.where(
        sql<boolean>`(coalesce(first_response_breached_at, resolution_breached_at) is not null) = ${breached}`,
      );
    if (waiting !== undefined) wanted = wanted.where(sql<boolean>`(waiting_since is not null) = ${waiting}`);
    if (flagged !== undefined) wanted = wanted.where(sql<boolean>`(flag is not null) = ${flagged}`);
    for (const { key, value } of said)
      wanted = wanted.where(
        sql<boolean>`id in (select ticket_id from support_field_values
          where key = ${key} and value = ${JSON.stringify(value)}::jsonb)`,
      );
    const { items, nextCursor } = await this.asDesk(() => newestFirst(wanted, query, BY_ID));
    return { items: items.map(toTicket), nextCursor };
  }

  /** `said` when something was written on it. */
  async move(
    ticketId: string,
    state: TicketState,
    more: { assignee_id?: string | null; labels?: string[]; said?: boolean } = {},
  ): Promise<SupportTicket> {
    const { said = false, ...columns } = more;
    await this.asDesk(() =>
      this.tables
        .updateTable('support_tickets')
        .set({ ...columnsOf(state), ...columns, ...(said && { last_message_at: sql<string>`now()` }) })
        .where('id', '=', ticketId)
        .execute(),
    );
    return (await this.find(ticketId)) as SupportTicket;
  }

  /** What the ticket says in custom fields; those that are not named stay. */
  fill(ticket: Pick<SupportTicket, 'id' | 'user_id'>, values: readonly ValueDraft[]): Promise<void> {
    return this.fields.setValues(ticket, values);
  }

  /** Nothing is noted any more where the notes are blank. */
  async note({ id, user_id }: SupportTicket, notes: string, author_id: string | null): Promise<void> {
    await this.asDesk(async () => {
      if (notes === '') await this.tables.deleteFrom('support_notes').where('ticket_id', '=', id).execute();
      else
        await this.tables
          .insertInto('support_notes')
          .values({ ticket_id: id, user_id, notes, author_id })
          .onConflict((conflict) =>
            conflict.column('ticket_id').doUpdateSet({ notes, author_id, updated_at: sql<string>`now()` }),
          )
          .execute();
    });
  }

  private asDesk<Result>(work: () => Promise<Result>): Promise<Result> {
    return this.database.asService('support.desk', work);
  }
}
