import { Injectable } from '@nestjs/common';
import { type RawBuilder, sql } from 'kysely';
import { Database } from '#platform/database/database';
import type { AudienceFilter, AudienceMember, ConsentQuestion } from './audience.js';

interface MemberRow {
  id: string;
  email: string;
  withdrawn: boolean;
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

/** Finds the leads that are meant, and those among them that must not be written to. */
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
      select id, email, consent = 'withdrawn' as withdrawn, first_name, last_name, full_name, phone, company, job_title,
        industry, country, custom_fields
      from leads where ${meant(ownerId, filter)} ${rest} order by id limit ${limit}`.execute(this.tables);
    return rows.map(toMember);
  }

  /**
   * The ids of those who have withdrawn consent, of whichever owners: their lead has, or their owner's lead with this
   * address. One statement of two index look-ups for each.
   */
  async withdrawn(questions: readonly ConsentQuestion[]): Promise<Set<string>> {
    const { rows } = await this.database.asService('leads.consent', () =>
      sql<{ id: string }>`
        select q.id from json_to_recordset(${JSON.stringify(questions.map(asked))}::json)
          as q(id uuid, owner uuid, lead uuid, address text)
        where exists (select from leads
                      where created_by = q.owner and email_norm = q.address and consent = 'withdrawn')
           or exists (select from leads where id = q.lead and created_by = q.owner and consent = 'withdrawn')`.execute(
        this.tables,
      ),
    );
    return new Set(rows.map(({ id }) => id));
  }
}

function asked({ id, ownerId, leadId, emailNorm }: ConsentQuestion): object {
  return { id, owner: ownerId, lead: leadId, address: emailNorm };
}

function meant(ownerId: string, filter: AudienceFilter): RawBuilder<unknown> {
  const { leadIds, formIds, tags, statuses, minScore, sources } = filter;
  const conditions = [
    sql`created_by = ${ownerId} and email_norm is not null`,
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
  const { id, email, withdrawn, full_name, custom_fields, ...own } = row;
  const custom = custom_fields ?? {};
  const merge = { ...custom, ...own, name: full_name, email, custom };
  return { leadId: id, email, consentWithdrawn: withdrawn, merge };
}
