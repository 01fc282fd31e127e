import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { newId } from '#kernel/ids';
import { Database } from '#platform/database/database';
import { deleteOldest } from '#platform/database/delete-oldest';
import type { Visitor } from '#platform/http/visitor';
import type { PublishedForm } from '../forms/published-form.js';
import type { Submission } from '../submissions/submission.js';

/** To one address on behalf of one owner, and of all owners together. */
const MAILS_A_DAY = 3;
const MAILS_A_DAY_OF_ALL = 5;
const BETWEEN_MAILS = sql`interval '10 minutes'`;
const GOOD_FOR = sql`interval '7 days'`;
const A_DAY = sql`interval '1 day'`;

/** A submission that waits to be confirmed, or was. */
export interface Confirmation {
  id: string;
  form_id: string;
  submission: Submission | null;
  ip: string | null;
  created_at: string;
  is_over: boolean;
  confirmed_at: string | null;
}

/** Submissions that are no leads until the link in the mail is followed. */
@Injectable()
export class ConfirmationRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('form_confirmations', 'lead_capture_forms', 'app.form_asks');
  }

  /**
   * Keeps the submission in place of one that waits for the same form and address, and sets its mail to be due. When the
   * address has been asked often enough, on behalf of this owner or of all, all stays as it is: the link of the last mail
   * is good. `inactive` when the form is.
   */
  async ask(
    { id: formId, ownerId }: PublishedForm,
    submission: Submission,
    { ip, userAgent }: Visitor,
  ): Promise<'asked' | 'enough' | 'inactive'> {
    const { email, emailNorm } = submission;
    const address = sql`sha256(convert_to(${emailNorm}, 'UTF8'))`;
    return this.database.asService('leads.capture', async () => {
      // Whoever asks the same address at the same moment waits, so that nobody is miscounted.
      await sql`select pg_advisory_xact_lock(hashtextextended(${`form_asks ${emailNorm}`}, 0))`.execute(
        this.tables,
      );
      const { rows } = await sql<{ asked: boolean; is_active: boolean }>`
        with form as (
          select id, created_by from lead_capture_forms where id = ${formId} and active
        ), before as (
          select count(*) as of_all, count(*) filter (where created_by = ${ownerId}) as of_owner,
            max(asked_at) filter (where created_by = ${ownerId}) as last_of_owner
          from app.form_asks where address = ${address} and asked_at > now() - ${A_DAY}
        ), asked as (
          insert into form_confirmations (id, form_id, created_by, email, email_norm, submission, ip, user_agent,
            mail_due_at, expires_at)
          select ${newId()}, form.id, form.created_by, ${email}, ${emailNorm}, ${JSON.stringify(submission)}::jsonb,
            ${ip}::inet, ${userAgent}, now(), now() + ${GOOD_FOR}
          from form cross join before
          where of_all < ${MAILS_A_DAY_OF_ALL} and of_owner < ${MAILS_A_DAY}
            and (last_of_owner is null or last_of_owner <= now() - ${BETWEEN_MAILS})
          on conflict (form_id, email_norm) where confirmed_at is null do update set
            id = excluded.id, email = excluded.email, submission = excluded.submission, ip = excluded.ip,
            user_agent = excluded.user_agent, mail_due_at = excluded.mail_due_at, mail_attempts = 0, created_at = now(),
            expires_at = excluded.expires_at
          returning created_by
        ), noted as (
          insert into app.form_asks (address, created_by, asked_at) select ${address}, created_by, now() from asked
        )
        select exists (select from asked) as asked, exists (select from form) as is_active`.execute(
        this.tables,
      );
      const { asked = false, is_active = false } = rows[0] ?? {};
      if (asked) return 'asked';
      return is_active ? 'enough' : 'inactive';
    });
  }

  /** Held until the transaction ends when it is to be confirmed. */
  async find(confirmationId: string, held: boolean): Promise<Confirmation | undefined> {
    const { rows } = await this.database.asService('leads.capture', () =>
      sql<Confirmation>`
        select id, form_id, submission, host(ip) as ip, created_at, expires_at < now() as is_over, confirmed_at
        from form_confirmations where id = ${confirmationId} ${held ? sql`for no key update` : sql``}`.execute(
        this.tables,
      ),
    );
    return rows[0];
  }

  /** What was sent is now the lead's, and kept there alone. */
  async settle(confirmationId: string, leadId: string): Promise<void> {
    await this.database.asService('leads.capture', () =>
      this.tables
        .updateTable('form_confirmations')
        .set({ confirmed_at: sql`now()`, lead_id: leadId, submission: null, mail_due_at: null })
        .where('id', '=', confirmationId)
        .execute(),
    );
  }

  forget(before: Date, atMost: number): Promise<number> {
    const rows = { table: 'form_confirmations', column: 'expires_at' } as const;
    return this.database.asService('platform.retention', () =>
      deleteOldest(this.tables, rows, before, atMost),
    );
  }

  /** Mails that no longer count against others. */
  forgetAsks(before: Date, atMost: number): Promise<number> {
    const rows = { table: 'app.form_asks', column: 'asked_at' } as const;
    return this.database.asService('platform.retention', () =>
      deleteOldest(this.tables, rows, before, atMost),
    );
  }
}
