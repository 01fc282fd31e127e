import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { decodeRowCursor, type Page, toPage } from '#kernel/page';
import { Database } from '#platform/database/database';
import type { PageQuery } from '#platform/http/page-query';
import type { RemovedLead } from './removed-lead.dto.js';

/** Leads that are gone, as they were. The database itself puts each deleted row here. */
@Injectable()
export class RemovedLeadRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables(
      'leads',
      'removed_leads',
      'lead_activities',
      'lead_consents',
      'lead_merges',
      'form_confirmations',
    );
  }

  /** Those that were deleted, the last first. */
  async list(ownerId: string, { limit, cursor, offset }: PageQuery): Promise<Page<RemovedLead>> {
    const key = cursor === undefined ? undefined : decodeRowCursor(cursor);
    const rest = key ? sql`and (removed_at, id) < (${key.at}::timestamptz, ${key.name}::uuid)` : sql``;
    const { rows } = await sql<RemovedLead>`
      select id, lead ->> 'full_name' as name, lead ->> 'email' as email, lead ->> 'company' as company, removed_at
      from removed_leads where created_by = ${ownerId} and into_id is null ${rest}
      order by removed_at desc, id desc limit ${limit + 1} offset ${offset ?? 0}`.execute(this.tables);
    return toPage(rows, limit, ({ removed_at, id }) => [removed_at, id]);
  }

  /** Leads that were merged into this one, and those that had been merged into them. */
  async mergedInto(ownerId: string, leadId: string): Promise<{ id: string; email: string | null }[]> {
    const { rows } = await sql<{ id: string; email: string | null }>`
      with recursive merged as (
        select id, lead ->> 'email' as email from removed_leads where into_id = ${leadId} and created_by = ${ownerId}
        union
        select earlier.id, earlier.lead ->> 'email' from removed_leads earlier join merged on earlier.into_id = merged.id
        where earlier.created_by = ${ownerId}
      ) select id, email from merged`.execute(this.tables);
    return rows;
  }

  async isDeleted(ownerId: string, leadId: string): Promise<boolean> {
    const row = await this.tables
      .selectFrom('removed_leads')
      .select('id')
      .where('id', '=', leadId)
      .where('created_by', '=', ownerId)
      .where('into_id', 'is', null)
      .executeTakeFirst();
    return row !== undefined;
  }

  /** Puts the rows back as they were; false when one is missing. A unique key that has been taken meanwhile breaks it. */
  async restore(ownerId: string, leadIds: readonly string[]): Promise<boolean> {
    const { rows } = await sql<{ restored: boolean }>`
      select app.restore_lead(id, ${ownerId}::uuid) as restored from unnest(${[...leadIds]}::uuid[]) as id`.execute(
      this.tables,
    );
    return rows.every(({ restored }) => restored);
  }

  /** Addresses of one that was deleted and of those merged into it, but for those that a lead of the owner has by now. */
  async addresses(ownerId: string, leadId: string): Promise<string[]> {
    const { rows } = await sql<{ email: string }>`
      with recursive gone as (
        select id, lead ->> 'email' as email from removed_leads
        where id = ${leadId} and created_by = ${ownerId} and into_id is null
        union
        select merged.id, merged.lead ->> 'email' from removed_leads merged join gone on merged.into_id = gone.id
        where merged.created_by = ${ownerId}
      )
      select distinct email from gone where email is not null and not exists (
        select from leads where leads.created_by = ${ownerId} and leads.email_norm = lower(btrim(gone.email)))`.execute(
      this.tables,
    );
    return rows.map(({ email }) => email);
  }

  /** Deletes one that was deleted, with those merged into it and all that is known of them. False when there is none. */
  async forget(ownerId: string, leadId: string): Promise<boolean> {
    const { rows } = await sql<{ forgotten: number }>`
      with recursive ${forgetting(sql`
        select id from removed_leads where id = ${leadId} and created_by = ${ownerId} and into_id is null`)}`.execute(
      this.tables,
    );
    return (rows[0]?.forgotten ?? 0) > 0;
  }

  /** The same for those of every owner that were deleted before, the oldest first. Answers how many were deleted. */
  async forgetOld(before: Date, atMost: number): Promise<number> {
    const { rows } = await this.database.asService('platform.retention', () =>
      sql<{ forgotten: number }>`
        with recursive ${forgetting(sql`
          select id from removed_leads where into_id is null and removed_at < ${before.toISOString()}::timestamptz
          order by removed_at limit ${atMost}`)}`.execute(this.tables),
    );
    return rows[0]?.forgotten ?? 0;
  }
}

const forgetting = (roots: ReturnType<typeof sql>) => sql`
  root as (${roots}), gone as (
    select id from root union select merged.id from removed_leads merged join gone on merged.into_id = gone.id
  ), activities as (
    delete from lead_activities where lead_id in (select id from gone)
  ), consents as (
    delete from lead_consents where lead_id in (select id from gone)
  ), confirmations as (
    delete from form_confirmations where lead_id in (select id from gone)
  ), merges as (
    delete from lead_merges where into_id in (select id from gone)
  ), engagements as (
    delete from lead_engagements where lead_id in (select id from gone)
  ), enrichments as (
    delete from lead_enrichments where lead_id in (select id from gone)
  ), qualifications as (
    delete from lead_qualifications where lead_id in (select id from gone)
  ), leads_gone as (
    delete from removed_leads where id in (select id from gone)
  )
  select count(*)::int as forgotten from root`;
