import { Injectable } from '@nestjs/common';
import { type QueryResult, type RawBuilder, sql } from 'kysely';
import type { Condition } from '#platform/clock/look.repository';
import { Database } from '#platform/database/database';
import { deleteOldest } from '#platform/database/delete-oldest';
import type { Agreement } from '../submissions/submission.js';

/** How long a claimed mail is its claimer's; then somebody else may try. */
const LEASE = sql`interval '5 minutes'`;
const BETWEEN_NOTICES = sql`interval '15 minutes'`;
const LEADS_NAMED = 10;
/** Of all forms of one owner together. */
const NOTICES_A_DAY = 20;
const TODAY = sql`date_trunc('day', now(), 'UTC')`;

const IS_ENOUGH = sql<boolean>`exists (select from app.form_notices spent
  where spent.created_by = form.created_by and spent.since = ${TODAY} and spent.mails >= ${NOTICES_A_DAY})`;

/** A mail that asks to confirm. */
export interface DueConfirmation {
  id: string;
  form_id: string;
  owner_id: string;
  email: string;
  agreed: readonly Agreement[];
  attempt: number;
}

/** A form whose owner is to be told of submissions, and the newest leads among them. */
export interface DueNotice {
  form_id: string;
  form_name: string;
  settings: unknown;
  notify_email: string | null;
  untold: number;
  /** Whose claim this is: the end of its lease. */
  claim: string;
  /** Whether the owner has been told often enough today; then the claim ends with the day. */
  is_enough: boolean;
  leads: readonly { name: string | null; email: string | null }[];
}

/** Its owner's account is not about to be deleted. */
const IS_AT_WORK = sql`created_by <> all ((select app.owners_at_rest())::uuid[])`;

/** Mails of forms that are due, of every owner. Each is claimed for a while, and marked as it begins to leave. */
@Injectable()
export class FormMailRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('form_confirmations', 'lead_capture_forms', 'leads', 'app.form_notices');
  }

  /** Whether a mail is due. */
  isAnyDue(): Condition {
    return sql<boolean>`
      exists (select from form_confirmations where mail_due_at <= now() and ${IS_AT_WORK})
      or exists (select from lead_capture_forms where tell_at <= now() and ${IS_AT_WORK})`;
  }

  async claimConfirmations(atMost: number): Promise<DueConfirmation[]> {
    const { rows } = await this.asService(sql<DueConfirmation>`
      update form_confirmations set mail_due_at = now() + ${LEASE}, mail_attempts = mail_attempts + 1
      where id in (
        select id from form_confirmations where mail_due_at <= now() and ${IS_AT_WORK} order by mail_due_at limit ${atMost}
        for update skip locked)
      returning id, form_id, created_by as owner_id, email, coalesce(submission -> 'agreed', '[]') as agreed, mail_attempts as attempt`);
    return rows;
  }

  /** The mail begins to leave and is never sent again; false when it is no longer this attempt's. */
  async leaveConfirmation({ id, attempt }: DueConfirmation): Promise<boolean> {
    const { rows } = await this.asService(sql`
      update form_confirmations set mail_due_at = null
      where id = ${id} and mail_attempts = ${attempt} and mail_due_at is not null returning id`);
    return rows.length > 0;
  }

  /** The mail did not get away, and is tried again in so many seconds; unless it is null, then never. */
  async postponeConfirmation({ id, attempt }: DueConfirmation, seconds: number | null): Promise<void> {
    await this.asService(sql`
      update form_confirmations set mail_due_at = now() + ${seconds}::float8 * interval '1 second'
      where id = ${id} and mail_attempts = ${attempt} and confirmed_at is null`);
  }

  /** Owners who have been told often enough today are told tomorrow of all that has come until then. */
  async claimNotices(atMost: number): Promise<DueNotice[]> {
    const { rows } = await this.asService(sql<DueNotice>`
      with claimed as (
        update lead_capture_forms form
        set tell_at = case when ${IS_ENOUGH} then ${TODAY} + interval '1 day' else now() + ${LEASE} end
        where id in (
          select id from lead_capture_forms where tell_at <= now() and ${IS_AT_WORK} order by tell_at limit ${atMost}
          for no key update skip locked)
        returning id, created_by, name, settings, notify_email, untold, tell_at, told_at, created_at,
          ${IS_ENOUGH} as is_enough
      )
      select id as form_id, name as form_name, settings, notify_email, untold, tell_at::text as claim, is_enough, coalesce((
        select json_agg(newest) from (
          select full_name as name, email from leads
          where form_id = claimed.id and created_by = claimed.created_by
            and created_at >= coalesce(claimed.told_at, claimed.created_at)
          order by created_at desc, id desc limit ${LEADS_NAMED}
        ) newest), '[]') as leads
      from claimed`);
    return rows;
  }

  /**
   * The submissions count as told of; what has come since waits for the next mail. False when the claim is over, or the
   * owner has been told often enough today.
   */
  async leaveNotice({ form_id, untold, claim }: DueNotice): Promise<boolean> {
    const { rows } = await this.asService(sql`
      with form as (
        select created_by from lead_capture_forms
        where id = ${form_id} and tell_at = ${claim}::timestamptz for no key update
      ), counted as (
        insert into app.form_notices as spent (created_by, since, mails) select created_by, ${TODAY}, 1 from form
        on conflict (created_by) do update set since = excluded.since,
          mails = case when spent.since = excluded.since then spent.mails + 1 else 1 end
        where spent.since <> excluded.since or spent.mails < ${NOTICES_A_DAY}
        returning created_by
      )
      update lead_capture_forms set untold = untold - ${untold}, told_at = now(),
        tell_at = case when untold > ${untold} then now() + ${BETWEEN_NOTICES} end
      where id = ${form_id} and tell_at = ${claim}::timestamptz and exists (select from counted) returning id`);
    return rows.length > 0;
  }

  /** Nobody wants to be told. */
  async dropNotice({ form_id, claim }: DueNotice): Promise<void> {
    await this.asService(sql`
      update lead_capture_forms set untold = 0, tell_at = null
      where id = ${form_id} and tell_at = ${claim}::timestamptz`);
  }

  /** Counts of days that are over. */
  forgetNotices(before: Date, atMost: number): Promise<number> {
    const rows = { table: 'app.form_notices', column: 'since' } as const;
    return this.database.asService('platform.retention', () =>
      deleteOldest(this.tables, rows, before, atMost),
    );
  }

  private asService<Row>(query: RawBuilder<Row>): Promise<QueryResult<Row>> {
    return this.database.asService('leads.mails', () => query.execute(this.tables));
  }
}
