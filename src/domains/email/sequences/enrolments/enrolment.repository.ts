import { Injectable } from '@nestjs/common';
import { type Selectable, sql } from 'kysely';
import { normaliseMailAddress } from '#kernel/address';
import { newId } from '#kernel/ids';
import type { Page } from '#kernel/page';
import { Database } from '#platform/database/database';
import { BY_ID, newestFirst } from '#platform/database/newest-first';
import type { EmailSequenceEnrolmentsTable } from '#platform/database/schema.generated';
import type { Sequence } from '../sequence.answers.dto.js';
import type { Enrolment, EnrolmentQuery, EnrolmentStatus, StopReason } from './enrolment.dto.js';

/** Somebody who is to enter a sequence. */
export interface Entrant {
  readonly leadId: string;
  readonly email: string;
}

/** Who is on the way through sequences, as their owner sees them. */
@Injectable()
export class EnrolmentRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables(
      'email_sequence_enrolments',
      'email_sequences',
      'email_sequence_sends',
      'email_messages',
    );
  }

  /**
   * Lets in who is not on the way already and may enter by the rule of the sequence; answers how many. Who enters while it is
   * paused waits. With `since`, an instant of the database, whoever has entered from then on is left out.
   */
  async add(
    ownerId: string,
    { id, status, steps, re_entry, re_entry_days }: Sequence,
    entrants: readonly Entrant[],
    since?: string,
  ): Promise<number> {
    const rows = entrants.map(({ leadId, email }) => ({
      id: newId(),
      lead_id: leadId,
      email,
      email_norm: normaliseMailAddress(email),
    }));
    const mayNever = re_entry === 'never';
    const { numAffectedRows = 0n } = await sql`
      insert into email_sequence_enrolments (id, sequence_id, created_by, lead_id, email, email_norm, held, due_at)
      select r.id, ${id}::uuid, ${ownerId}::uuid, r.lead_id, r.email, r.email_norm, ${status !== 'active'},
        now() + make_interval(mins => ${steps[0]?.delay_minutes ?? 0})
      from json_to_recordset(${JSON.stringify(rows)}::json) as r(id uuid, lead_id uuid, email text, email_norm text)
      where not exists (
        select from email_sequence_enrolments as before
        where before.sequence_id = ${id} and before.lead_id = r.lead_id
          and (${mayNever} or before.finished_at is null or before.created_at >= ${since ?? null}::timestamptz
               or before.finished_at > now() - make_interval(days => ${re_entry_days})))
      on conflict (sequence_id, lead_id) where status in ('active', 'paused') do nothing`.execute(
      this.tables,
    );
    return Number(numAffectedRows);
  }

  /** When the running transaction began, by the clock of the database. */
  async now(): Promise<Date> {
    const { rows } = await sql<{ now: string }>`select now()`.execute(this.tables);
    return new Date(rows[0]?.now ?? Number.NaN);
  }

  /** Newest first. */
  async list(ownerId: string, sequenceId: string, query: EnrolmentQuery): Promise<Page<Enrolment>> {
    let wanted = this.tables
      .selectFrom('email_sequence_enrolments')
      .selectAll()
      .where('created_by', '=', ownerId)
      .where('sequence_id', '=', sequenceId);
    if (query.status !== undefined) wanted = wanted.where('status', '=', query.status);
    if (query.lead_id !== undefined) wanted = wanted.where('lead_id', '=', query.lead_id);
    const { items, nextCursor } = await newestFirst(wanted, query, BY_ID);
    return { items: items.map(toEnrolment), nextCursor };
  }

  /** Held for the running transaction. */
  async hold(ownerId: string, sequenceId: string, id: string): Promise<Enrolment | undefined> {
    const row = await this.tables
      .selectFrom('email_sequence_enrolments')
      .selectAll()
      .where('created_by', '=', ownerId)
      .where('sequence_id', '=', sequenceId)
      .where('id', '=', id)
      .forUpdate()
      .executeTakeFirst();
    return row && toEnrolment(row);
  }

  async move(
    ownerId: string,
    id: string,
    status: EnrolmentStatus,
    why: StopReason | null = null,
  ): Promise<Enrolment> {
    const row = await this.tables
      .updateTable('email_sequence_enrolments')
      .set({ status, stop_reason: why, ...(status === 'stopped' && { finished_at: sql`now()` }) })
      .where('created_by', '=', ownerId)
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirstOrThrow();
    return toEnrolment(row);
  }

  /** Their sequence is paused, or goes on. */
  async holdAll(ownerId: string, sequenceId: string, held: boolean): Promise<void> {
    await this.tables
      .updateTable('email_sequence_enrolments')
      .set({ held })
      .where('created_by', '=', ownerId)
      .where('sequence_id', '=', sequenceId)
      .where('status', 'in', ['active', 'paused'])
      .where('held', '<>', held)
      .execute();
  }

  async stopAll(ownerId: string, sequenceId: string): Promise<void> {
    await this.tables
      .updateTable('email_sequence_enrolments')
      .set({ status: 'stopped', stop_reason: 'sequence_stopped', finished_at: sql`now()` })
      .where('created_by', '=', ownerId)
      .where('sequence_id', '=', sequenceId)
      .where('status', 'in', ['active', 'paused'])
      .execute();
  }

  /**
   * Who is on the way at this address leaves the sequences that stop on a reply; answers which ways ended. It is the address they
   * entered with, or one that a mail of the sequence goes or went to: that of a lead may change on the way. The states are named
   * in two parts, so that either is found by an index of addresses.
   */
  async replied(ownerId: string, email: string): Promise<string[]> {
    const address = normaliseMailAddress(email);
    const { rows } = await sql<{ id: string }>`
      update email_sequence_enrolments set status = 'stopped', stop_reason = 'replied', finished_at = now()
      where created_by = ${ownerId} and status in ('active', 'paused')
        and id in (
          select e.id from email_sequence_enrolments e
          where e.created_by = ${ownerId} and e.email_norm = ${address} and e.status in ('active', 'paused')
          union all
          select s.enrolment_id from email_messages m join email_sequence_sends s on s.message_id = m.id
          where m.created_by = ${ownerId} and m.email_norm = ${address} and m.dedupe_key is not null
            and (m.state in ('queued', 'claimed') or m.state in ('sending', 'sent', 'unknown')))
        and exists (select from email_sequences
                    where email_sequences.id = email_sequence_enrolments.sequence_id and stop_on_reply)
      returning id`.execute(this.tables);
    return rows.map(({ id }) => id);
  }
}

export function toEnrolment(row: Selectable<EmailSequenceEnrolmentsTable>): Enrolment {
  return {
    id: row.id,
    sequence_id: row.sequence_id,
    lead_id: row.lead_id,
    email: row.email,
    status: row.status as EnrolmentStatus,
    position: row.position,
    due_at: row.due_at,
    stop_reason: row.stop_reason as StopReason | null,
    created_at: row.created_at,
    finished_at: row.finished_at,
  };
}
