import { Injectable } from '@nestjs/common';
import { type Selectable, sql } from 'kysely';
import type { Condition } from '#platform/clock/look.repository';
import { Database } from '#platform/database/database';
import type { EmailSequenceEnrolmentsTable } from '#platform/database/schema.generated';
import type { Enrolment, StopReason } from './enrolment.dto.js';
import { toEnrolment } from './enrolment.repository.js';

/** Some who are due in one sequence. */
export interface DueBatch {
  readonly ownerId: string;
  readonly sequenceId: string;
  readonly enrolments: readonly Enrolment[];
}

/** How somebody goes on. */
export interface Advance {
  readonly id: string;
  readonly status: 'active' | 'completed' | 'stopped';
  readonly why: StopReason | null;
  readonly position: number;
  /** Minutes until the next step. */
  readonly delay: number;
}

/** A step that somebody has come through. */
export interface StepTaken {
  readonly enrolment_id: string;
  readonly step_key: string;
  readonly outcome: 'posted' | 'skipped';
  readonly message_id: string | null;
}

const BARRED: Readonly<Record<string, StopReason>> = {
  unsubscribed: 'unsubscribed',
  consent_withdrawn: 'unsubscribed',
  hard_bounce: 'bounced',
  complaint: 'complained',
};

const STANDS_BACK = '1 minute';

/** Whose next step is due, of all owners: claimed, and taken further. */
@Injectable()
export class DueEnrolmentRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables(
      'email_sequence_enrolments',
      'email_sequence_sends',
      'email_messages',
      'email_suppressions',
    );
  }

  /** Whether a step is due. */
  isAnyDue(): Condition {
    return sql<boolean>`
      exists (
        select from email_sequence_enrolments where status = 'active' and not held and due_at <= now()
          and created_by <> all ((select app.owners_at_rest())::uuid[])
      )`;
  }

  /** The longest due, and others who are due in the same sequence, held for the rest of the transaction; others' are left. */
  async claim(atMost: number): Promise<DueBatch | undefined> {
    const { rows: first } = await sql<{ sequence_id: string }>`
      select sequence_id from email_sequence_enrolments where status = 'active' and not held and due_at <= now()
        and created_by <> all ((select app.owners_at_rest())::uuid[])
      order by due_at limit 1 for update skip locked`.execute(this.tables);
    const sequenceId = first[0]?.sequence_id;
    if (sequenceId === undefined) return undefined;
    const { rows } = await sql<Selectable<EmailSequenceEnrolmentsTable>>`
      select * from email_sequence_enrolments
      where sequence_id = ${sequenceId} and status = 'active' and not held and due_at <= now()
      order by due_at limit ${atMost} for update skip locked`.execute(this.tables);
    return { ownerId: rows[0]?.created_by ?? '', sequenceId, enrolments: rows.map(toEnrolment) };
  }

  /** Lets those who could not be taken further stand back for a while, so that others come first. */
  async postpone({ ownerId, enrolments }: DueBatch): Promise<void> {
    const ids = enrolments.map(({ id }) => id);
    await sql`
      update email_sequence_enrolments set due_at = now() + ${sql.lit(STANDS_BACK)}::interval
      where created_by = ${ownerId} and id = any(${ids}::uuid[]) and due_at <= now()`.execute(this.tables);
  }

  /** Why addresses of the owner's must not be written to. */
  async barred(ownerId: string, addresses: readonly string[]): Promise<Map<string, StopReason>> {
    const { rows } = await sql<{ email_norm: string; reason: string }>`
      select email_norm, reason from email_suppressions
      where created_by = ${ownerId} and email_norm = any(${[...addresses]}::text[])`.execute(this.tables);
    return new Map(rows.map(({ email_norm, reason }) => [email_norm, BARRED[reason] ?? 'suppressed']));
  }

  /** Of which enrolments the mail of a step was opened, or clicked in. */
  async noticed(
    ownerId: string,
    enrolmentIds: readonly string[],
    stepKey: string,
    what: 'opened' | 'clicked',
  ): Promise<Set<string>> {
    const column = sql.ref(what === 'opened' ? 'message.opened_at' : 'message.clicked_at');
    const { rows } = await sql<{ id: string }>`
      select send.enrolment_id as id from email_sequence_sends as send
      join email_messages as message on message.id = send.message_id
      where send.created_by = ${ownerId} and send.enrolment_id = any(${[...enrolmentIds]}::uuid[])
        and send.step_key = ${stepKey} and ${column} is not null`.execute(this.tables);
    return new Set(rows.map(({ id }) => id));
  }

  /** Writes down, in one statement each, which steps were taken, and how everybody goes on. */
  async advance(ownerId: string, taken: readonly StepTaken[], advances: readonly Advance[]): Promise<void> {
    if (taken.length > 0)
      await sql`
        insert into email_sequence_sends (enrolment_id, step_key, sequence_id, created_by, outcome, message_id)
        select r.enrolment_id, r.step_key, enrolment.sequence_id, ${ownerId}::uuid, r.outcome, r.message_id
        from json_to_recordset(${JSON.stringify(taken)}::json)
          as r(enrolment_id uuid, step_key text, outcome text, message_id uuid)
        join email_sequence_enrolments as enrolment on enrolment.id = r.enrolment_id
        on conflict (enrolment_id, step_key) do nothing`.execute(this.tables);
    await sql`
      update email_sequence_enrolments set status = r.status, stop_reason = r.why, position = r.position,
        due_at = now() + make_interval(mins => r.delay),
        finished_at = case when r.status <> 'active' then now() end
      from json_to_recordset(${JSON.stringify(advances)}::json)
        as r(id uuid, status text, why text, position integer, delay integer)
      where email_sequence_enrolments.id = r.id and created_by = ${ownerId}`.execute(this.tables);
  }
}
