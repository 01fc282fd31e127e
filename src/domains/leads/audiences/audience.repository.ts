import { Injectable } from '@nestjs/common';
import { type RawBuilder, sql } from 'kysely';
import { Database } from '#platform/database/database';
import type { AudienceFilter, AudienceMember } from './audience.js';

interface MemberRow {
  id: string;
  email: string;
  first_name: string | null;
  last_name: string | null;
  full_name: string | null;
  phone: string | null;
  company: string | null;
  job_title: string | null;
  industry: string | null;
  country: string | null;
  custom_fields: Record<string, unknown> | null;
}

/** Finds the leads that may be written to. */
@Injectable()
export class AudienceRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('leads');
  }

  /** In the order of their ids, beginning after `after`. */
  async members(
    ownerId: string,
    filter: AudienceFilter,
    after: string | null,
    limit: number,
  ): Promise<AudienceMember[]> {
    const rest = after === null ? sql`` : sql`and id > ${after}`;
    const { rows } = await sql<MemberRow>`
      select id, email, first_name, last_name, full_name, phone, company, job_title, industry, country, custom_fields
      from leads where ${mailable(ownerId, filter)} ${rest} order by id limit ${limit}`.execute(this.tables);
    return rows.map(toMember);
  }

  async count(ownerId: string, filter: AudienceFilter): Promise<number> {
    const { rows } = await sql<{ members: number }>`
      select count(*) as members from leads where ${mailable(ownerId, filter)}`.execute(this.tables);
    return rows[0]?.members ?? 0;
  }
}

function mailable(ownerId: string, filter: AudienceFilter): RawBuilder<unknown> {
  const { leadIds, formIds, tags, statuses, minScore, sources } = filter;
  const conditions = [
    sql`created_by = ${ownerId} and email_norm is not null and consent <> 'withdrawn'`,
    ...(leadIds ? [sql`id = any (${[...leadIds]}::uuid[])`] : []),
    ...(formIds ? [sql`form_id = any (${[...formIds]}::uuid[])`] : []),
    ...(tags ? [sql`tags && ${[...tags]}::text[]`] : []),
    ...(statuses ? [sql`coalesce(status::text, 'new') = any (${[...statuses]}::text[])`] : []),
    ...(sources ? [sql`source = any (${[...sources]}::text[])`] : []),
    ...(minScore === undefined ? [] : [sql`lead_score >= ${minScore}`]),
  ];
  return sql.join(conditions, sql` and `);
}

function toMember(row: MemberRow): AudienceMember {
  const { id, email, full_name, custom_fields, ...own } = row;
  const custom = custom_fields ?? {};
  return { leadId: id, email, merge: { ...custom, ...own, name: full_name, email, custom } };
}
