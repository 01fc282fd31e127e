import { Injectable } from '@nestjs/common';
import { type RawBuilder, sql } from 'kysely';
import { normaliseMailAddress } from '#kernel/address';
import { newId } from '#kernel/ids';
import type { Page } from '#kernel/page';
import { Database } from '#platform/database/database';
import { BY_ID, newestFirst } from '#platform/database/newest-first';
import type { PageQuery } from '#platform/http/page-query';
import type { Suppression, SuppressionReason, SuppressionRemoval } from './suppression.dto.js';

/** The most binding reason wins; an address is listed once per owner. */
@Injectable()
export class SuppressionRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('email_suppressions', 'email_suppression_removals');
  }

  async list(ownerId: string, page: PageQuery): Promise<Page<Suppression>> {
    const own = this.tables
      .selectFrom('email_suppressions')
      .select(['email_norm', 'reason', 'refusal', 'source', 'created_at'])
      .where('created_by', '=', ownerId);
    const { items, nextCursor } = await newestFirst(own, page, { column: 'email_norm', holds: 'text' });
    return {
      items: items.map(({ email_norm, ...row }) => toSuppression({ email: email_norm, ...row })),
      nextCursor,
    };
  }

  /** Adds the addresses; a reason that binds more replaces a milder one. */
  async add(
    ownerId: string,
    emails: readonly string[],
    reason: SuppressionReason,
    source: string,
  ): Promise<Suppression[]> {
    const addresses = emails.map(normaliseMailAddress);
    const { rows } = await sql<ListedRow>`
      ${listing(sql`
        select ${ownerId}::uuid as created_by, address as email_norm, ${reason}::text as reason, ${source}::text as source
        from unnest(${addresses}::text[]) as address`)}
      returning email_norm as email, reason, refusal, source, created_at`.execute(this.tables);
    return rows.map(toSuppression);
  }

  /** Takes the address off the list, or leaves it there for its refusal of marketing alone, and keeps why; false when it is not there. */
  async remove(ownerId: string, email: string, why: string): Promise<boolean> {
    return this.take(ownerId, email, { why, mild: false });
  }

  async removals(ownerId: string, page: PageQuery): Promise<Page<SuppressionRemoval>> {
    const own = this.tables
      .selectFrom('email_suppression_removals')
      .select(['id', 'email_norm', 'reason', 'removal_reason', 'suppressed_at', 'created_at'])
      .where('created_by', '=', ownerId);
    const { items, nextCursor } = await newestFirst(own, page, BY_ID);
    return { items: items.map(({ email_norm: email, ...row }) => ({ ...row, email })), nextCursor };
  }

  /** Up to so many addresses behind `after`, in the order of their spelling. */
  async after(ownerId: string, after: string, atMost: number): Promise<Suppression[]> {
    const rows = await this.tables
      .selectFrom('email_suppressions')
      .select(['email_norm as email', 'reason', 'refusal', 'source', 'created_at'])
      .where('created_by', '=', ownerId)
      .where('email_norm', '>', after)
      .orderBy('email_norm')
      .limit(atMost)
      .execute();
    return rows.map(toSuppression);
  }

  /** Adds addresses of a file, each with its reason; answers how many were new or bind more now. */
  async merge(ownerId: string, rows: readonly { email: string; reason: string }[]): Promise<number> {
    const { rows: changed } = await sql`
      with given as (
        select * from json_to_recordset(${JSON.stringify(rows)}::json) as r(email text, reason text)
      ), before as (
        select s.email_norm, s.reason from email_suppressions s
        where s.created_by = ${ownerId} and s.email_norm in (select email from given)
      ), listed as (${listing(sql`
        select ${ownerId}::uuid as created_by, email as email_norm, reason, 'import' as source from given`)}
        returning email_norm, reason
      )
      select l.email_norm from listed l left join before b using (email_norm)
      where b.reason is distinct from l.reason`.execute(this.tables);
    return changed.length;
  }

  /** The ids of those mails that no agreement makes welcome: the address is dead, complained, or was listed by hand. */
  async barred(
    mails: readonly { id: string; ownerId: string; email: string }[],
  ): Promise<ReadonlySet<string>> {
    const asked = mails.map(({ email, ...mail }) => ({ ...mail, address: normaliseMailAddress(email) }));
    const { rows } = await this.database.asService('leads.mails', () =>
      sql<{ id: string }>`
        select asked.id from json_to_recordset(${JSON.stringify(asked)}::json)
          as asked(id text, "ownerId" uuid, address text)
        join email_suppressions listed on listed.created_by = asked."ownerId" and listed.email_norm = asked.address
        where app.bars_mail(listed.reason, true)`.execute(this.tables),
    );
    return new Set(rows.map(({ id }) => id));
  }

  /** Those of the addresses that anybody knows to be dead, or to have called mail spam. */
  async deadAmong(emails: readonly string[]): Promise<ReadonlySet<string>> {
    const asked = emails.map((email) => ({ email, norm: normaliseMailAddress(email) }));
    const { rows } = await this.database.asService('leads.mails', () =>
      sql<{ email: string }>`
        select asked.email from json_to_recordset(${JSON.stringify(asked)}::json) as asked(email text, norm text)
        where exists (select from email_suppressions listed
          where listed.email_norm = asked.norm and listed.reason in ('hard_bounce', 'complaint'))`.execute(
        this.tables,
      ),
    );
    return new Set(rows.map(({ email }) => email));
  }

  /** Takes back, on the list, that the person wanted no marketing, and keeps why; what else stands against mail to them stays. */
  async liftRefusal(ownerId: string, email: string, why: string): Promise<void> {
    await this.database.as(ownerId, async () => {
      if (await this.take(ownerId, email, { why, mild: true })) return;
      await sql`
        update email_suppressions set refusal = null
        where created_by = ${ownerId} and email_norm = ${normaliseMailAddress(email)} and refusal is not null`.execute(
        this.tables,
      );
    });
  }

  /**
   * Takes an address off, when `mild` only one that wanted no marketing; what it was there for stays on record. One that wanted no
   * marketing besides is left on the list for that.
   */
  private async take(
    ownerId: string,
    email: string,
    { why, mild }: { why: string; mild: boolean },
  ): Promise<boolean> {
    const { rows } = await sql`
      with lifted as (
        select email_norm, reason, refusal, created_at from email_suppressions
        where created_by = ${ownerId} and email_norm = ${normaliseMailAddress(email)}
          and (not ${mild} or not app.bars_mail(reason, true))
        for update
      ), removed as (
        delete from email_suppressions s using lifted l
        where s.created_by = ${ownerId} and s.email_norm = l.email_norm and l.refusal is null
      ), left_on as (
        update email_suppressions s set reason = l.refusal, refusal = null, source = null from lifted l
        where s.created_by = ${ownerId} and s.email_norm = l.email_norm and l.refusal is not null
      )
      insert into email_suppression_removals (id, created_by, email_norm, reason, removal_reason, suppressed_at)
      select ${newId()}::uuid, ${ownerId}::uuid, email_norm, reason, ${why}, created_at from lifted
      returning id`.execute(this.tables);
    return rows.length > 0;
  }
}

interface ListedRow {
  email: string;
  reason: string;
  refusal: string | null;
  source: string | null;
  created_at: string;
}

/** What its reader has asked for still reaches somebody who has only objected to the rest (`app.bars_mail`). */
function toSuppression(row: ListedRow): Suppression {
  const reason = row.reason as SuppressionReason;
  const isOfMarketing = reason === 'unsubscribed' || reason === 'consent_withdrawn';
  const refusal = row.refusal as Suppression['refusal'];
  return { ...row, reason, refusal, stream: isOfMarketing ? 'marketing' : 'all' };
}

/**
 * Lists addresses, given as rows of `created_by`, `email_norm`, `reason` and `source`: each once, in the order of their spelling, so
 * that two writers never wait for each other in a circle. The reason that binds most stands, whichever came first; a refusal of
 * marketing is kept beside one that binds more.
 */
export function listing(barred: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`
    insert into email_suppressions as s (created_by, email_norm, reason, source, refusal)
    select created_by, email_norm, app.most_binding(array_agg(reason)),
      (array_agg(source order by app.suppression_weight(reason) desc))[1], app.refusal_beside(array_agg(reason))
    from (${barred}) barred group by created_by, email_norm order by created_by, email_norm
    on conflict (created_by, email_norm) do update set
      reason = app.most_binding(array[s.reason, excluded.reason]),
      source = case when app.suppression_weight(excluded.reason) > app.suppression_weight(s.reason)
                 then excluded.source else s.source end,
      refusal = app.refusal_beside(array[s.reason, s.refusal, excluded.reason, excluded.refusal])`;
}
