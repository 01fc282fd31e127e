import { Injectable } from '@nestjs/common';
import { type Selectable, sql, type Updateable } from 'kysely';
import { newId } from '#kernel/ids';
import type { Page } from '#kernel/page';
import { withoutUndefined } from '#kernel/without-undefined';
import { Database } from '#platform/database/database';
import { breaksUnique } from '#platform/database/database.errors';
import { BY_ID, newestFirst } from '#platform/database/newest-first';
import type { EmailSequencesTable } from '#platform/database/schema.generated';
import type { Sequence, SequenceStepFigures } from './sequence.answers.dto.js';
import type {
  LeadTraitsBody,
  NewSequence,
  ReEntry,
  SequenceChanges,
  SequenceQuery,
  SequenceStatus,
  SequenceStep,
} from './sequence.dto.js';
import { SequenceNameTaken } from './sequence.errors.js';

type Row = Selectable<EmailSequencesTable>;

export interface EnrolmentCount {
  readonly status: 'active' | 'paused' | 'completed' | 'stopped';
  readonly stop_reason: string | null;
  readonly enrolments: number;
}

/** Sequences, and what their steps have come to. */
@Injectable()
export class SequenceRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables(
      'email_sequences',
      'email_sequence_enrolments',
      'email_sequence_sends',
      'email_messages',
    );
  }

  async add(ownerId: string, { name, ...fields }: NewSequence): Promise<Sequence> {
    const row = await this.tables
      .insertInto('email_sequences')
      .values({ ...columnsOf(fields), id: newId(), created_by: ownerId, name })
      .returningAll()
      .executeTakeFirstOrThrow()
      .catch((error: unknown) => explain(error, name));
    return toSequence(row);
  }

  async count(ownerId: string): Promise<number> {
    const { there } = await this.tables
      .selectFrom('email_sequences')
      .select(sql<number>`count(*)::int`.as('there'))
      .where('created_by', '=', ownerId)
      .executeTakeFirstOrThrow();
    return there;
  }

  /** Newest first. */
  async list(ownerId: string, query: SequenceQuery): Promise<Page<Sequence>> {
    let wanted = this.tables.selectFrom('email_sequences').selectAll().where('created_by', '=', ownerId);
    if (query.status !== undefined) wanted = wanted.where('status', '=', query.status);
    const { items, nextCursor } = await newestFirst(wanted, query, BY_ID);
    return { items: items.map(toSequence), nextCursor };
  }

  async find(ownerId: string, id: string): Promise<Sequence | undefined> {
    return read(await this.one(ownerId, id).executeTakeFirst());
  }

  /** Held for the running transaction, so that nobody else moves it. */
  async hold(ownerId: string, id: string): Promise<Sequence | undefined> {
    return read(await this.one(ownerId, id).forUpdate().executeTakeFirst());
  }

  /** Stays as it is until the running transaction ends: whoever lets leads in holds up nobody but those who would move it. */
  async share(ownerId: string, id: string): Promise<Sequence | undefined> {
    return read(await this.one(ownerId, id).forShare().executeTakeFirst());
  }

  async change(
    ownerId: string,
    id: string,
    { name, ...fields }: SequenceChanges,
  ): Promise<Sequence | undefined> {
    const row = await this.tables
      .updateTable('email_sequences')
      .set({ ...columnsOf(fields), ...(name !== undefined && { name }), last_error: null })
      .where('created_by', '=', ownerId)
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirst()
      .catch((error: unknown) => explain(error, name ?? ''));
    return row && toSequence(row);
  }

  async move(
    ownerId: string,
    id: string,
    status: SequenceStatus,
    lastError: string | null = null,
  ): Promise<Sequence> {
    const row = await this.tables
      .updateTable('email_sequences')
      .set({ status, last_error: lastError })
      .where('created_by', '=', ownerId)
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirstOrThrow();
    return toSequence(row);
  }

  async remove(ownerId: string, id: string): Promise<boolean> {
    const { numDeletedRows } = await this.tables
      .deleteFrom('email_sequences')
      .where('created_by', '=', ownerId)
      .where('id', '=', id)
      .executeTakeFirst();
    return numDeletedRows > 0n;
  }

  async enrolments(ownerId: string, id: string): Promise<EnrolmentCount[]> {
    const { rows } = await sql<EnrolmentCount>`
      select status, stop_reason, count(*)::int as enrolments from email_sequence_enrolments
      where sequence_id = ${id} and created_by = ${ownerId} group by status, stop_reason`.execute(
      this.tables,
    );
    return rows;
  }

  /** By the keys of the steps that anybody has come through. */
  async figures(ownerId: string, id: string): Promise<Map<string, SequenceStepFigures>> {
    const { rows } = await sql<SequenceStepFigures>`
      select send.step_key as key, count(*) filter (where send.outcome = 'posted')::int as posted,
        count(*) filter (where message.state = 'sent')::int as sent,
        count(*) filter (where message.state in ('failed', 'skipped', 'unknown'))::int as failed,
        count(message.opened_at)::int as opened, count(message.clicked_at)::int as clicked,
        count(message.bounced_at)::int as bounced, count(message.unsubscribed_at)::int as unsubscribed,
        count(*) filter (where send.outcome = 'skipped')::int as skipped
      from email_sequence_sends as send left join email_messages as message on message.id = send.message_id
      where send.sequence_id = ${id} and send.created_by = ${ownerId}
      group by send.step_key order by min(send.sent_at)`.execute(this.tables);
    return new Map(rows.map((row) => [row.key, row]));
  }

  private one(ownerId: string, id: string) {
    return this.tables
      .selectFrom('email_sequences')
      .selectAll()
      .where('created_by', '=', ownerId)
      .where('id', '=', id);
  }
}

function columnsOf({
  steps,
  goal,
  settings,
  description,
  ...plain
}: SequenceChanges): Updateable<EmailSequencesTable> {
  return {
    ...withoutUndefined(plain),
    ...(description !== undefined && { description }),
    ...(steps !== undefined && { steps: JSON.stringify(steps) }),
    ...(goal !== undefined && { goal: goal === null ? null : JSON.stringify(goal) }),
    ...(settings !== undefined && { settings: JSON.stringify(settings) }),
  };
}

function explain(error: unknown, name: string): never {
  throw breaksUnique(error, 'email_sequences_name') ? new SequenceNameTaken(name) : error;
}

function read(row: Row | undefined): Sequence | undefined {
  return row && toSequence(row);
}

function toSequence(row: Row): Sequence {
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    status: row.status as SequenceStatus,
    steps: row.steps as SequenceStep[],
    goal: row.goal as LeadTraitsBody | null,
    stop_on_reply: row.stop_on_reply,
    re_entry: row.re_entry as ReEntry,
    re_entry_days: row.re_entry_days,
    from_email: row.from_email,
    settings: row.settings as Record<string, unknown>,
    last_error: row.last_error,
    created_at: row.created_at,
    updated_at: row.updated_at,
  };
}
