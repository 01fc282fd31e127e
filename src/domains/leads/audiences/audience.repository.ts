import { Injectable } from '@nestjs/common';
import { type RawBuilder, sql } from 'kysely';
import { Database } from '#platform/database/database';
import type { Filter } from '../filters/filter.js';
import { filterSql } from '../filters/filter-sql.repository.js';
import { SegmentRepository } from '../segments/segment.repository.js';
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

/** Leads, segments and forms that are named. */
export interface NamedIn {
  readonly leadIds: readonly string[];
  readonly segmentIds: readonly string[];
  readonly formIds: readonly string[];
}

/** Finds the leads that are meant, and those among them that must not be written to. */
@Injectable()
export class AudienceRepository {
  constructor(
    private readonly database: Database,
    private readonly segments: SegmentRepository,
  ) {}

  private get tables() {
    return this.database.tables(
      'leads',
      'removed_leads',
      'lead_segments',
      'lead_segment_members',
      'lead_capture_forms',
      'lead_activities',
      'lead_engagements',
    );
  }

  /** In the order of their ids, beginning after `after`. */
  async members(
    ownerId: string,
    filter: AudienceFilter,
    after: string | null,
    limit: number,
  ): Promise<AudienceMember[]> {
    const conditions = meant(ownerId, filter);
    if (!filter.segmentIds) return this.read(sql`${conditions} ${behind(after)}`, limit);
    const segments =
      filter.segmentIds.length > 0 ? await this.segments.among(ownerId, filter.segmentIds) : [];
    const ids = segments.map(({ id }) => id);
    if (segments.some(({ filling }) => filling))
      return this.read(sql`${conditions} and ${inSegments(segments)} ${behind(after)}`, limit);
    const found: AudienceMember[] = [];
    for (let from = after; found.length < limit;) {
      const members = await this.nextMembers(ids, from, limit);
      if (members.length > 0)
        found.push(...(await this.read(sql`${conditions} and id = any(${members}::uuid[])`, limit)));
      if (members.length < limit) break;
      from = members.at(-1) ?? null;
    }
    return found.slice(0, limit);
  }

  /** Those of the ids that are not the owner's, whatever they were to be. */
  async strangers(ownerId: string, { leadIds, segmentIds, formIds }: NamedIn): Promise<Set<string>> {
    if (leadIds.length + segmentIds.length + formIds.length === 0) return new Set();
    const { rows } = await sql<{ id: string }>`
      select named.id from unnest(${[...leadIds]}::uuid[]) as named (id)
      where not exists (select from leads where leads.id = named.id and leads.created_by = ${ownerId})
      union
      select named.id from unnest(${[...segmentIds]}::uuid[]) as named (id)
      where not exists (select from lead_segments as segment where segment.id = named.id and segment.created_by = ${ownerId})
      union
      select named.id from unnest(${[...formIds]}::uuid[]) as named (id)
      where not exists (select from lead_capture_forms as form where form.id = named.id and form.created_by = ${ownerId})`.execute(
      this.tables,
    );
    return new Set(rows.map(({ id }) => id));
  }

  private async read(conditions: RawBuilder<unknown>, limit: number): Promise<AudienceMember[]> {
    const { rows } = await sql<MemberRow>`
      select id, email, consent = 'withdrawn' as withdrawn, first_name, last_name, full_name, phone, company, job_title,
        industry, country, custom_fields
      from leads where ${conditions} order by id limit ${limit}`.execute(this.tables);
    return rows.map(toMember);
  }

  /** Who is in one of the segments, by their ids: as many look-ups of the index as there are segments. */
  private async nextMembers(
    segmentIds: readonly string[],
    after: string | null,
    limit: number,
  ): Promise<string[]> {
    const rest = after === null ? sql`` : sql`and member.lead_id > ${after}`;
    const { rows } = await sql<{ lead_id: string }>`
      select distinct member.lead_id from unnest(${[...segmentIds]}::uuid[]) as segment (id) cross join lateral (
        select lead_id from lead_segment_members as member where member.segment_id = segment.id ${rest}
        order by member.lead_id limit ${limit}
      ) member order by member.lead_id limit ${limit}`.execute(this.tables);
    return rows.map(({ lead_id }) => lead_id);
  }

  /**
   * The ids of those who must not be written to, of whichever owners: who has withdrawn consent, as their lead or as their
   * owner's lead with this address, or whose lead was deleted and no other has the address. One statement of a few index
   * look-ups for each.
   */
  async barred(questions: readonly ConsentQuestion[]): Promise<Map<string, 'withdrawn' | 'deleted'>> {
    const { rows } = await this.database.asService('leads.consent', () =>
      sql<{ id: string; why: 'withdrawn' | 'deleted' }>`
        select id, why from (
          select q.id, case
            when 'withdrawn' in (by_address.consent, itself.consent) then 'withdrawn'
            when by_address.consent is null and itself.consent is null
            then (select case lead ->> 'consent' when 'withdrawn' then 'withdrawn' else 'deleted' end
                  from removed_leads where id = q.lead and created_by = q.owner and into_id is null)
          end as why
          from json_to_recordset(${JSON.stringify(questions.map(asked))}::json)
            as q(id uuid, owner uuid, lead uuid, address text)
          left join lateral (
            select coalesce(consent, 'unknown') as consent from leads
            where created_by = q.owner and email_norm = q.address limit 1
          ) by_address on true
          left join lateral (
            select coalesce(consent, 'unknown') as consent from leads where id = q.lead and created_by = q.owner limit 1
          ) itself on true
        ) judged where why is not null`.execute(this.tables),
    );
    return new Map(rows.map(({ id, why }) => [id, why]));
  }
}

function behind(after: string | null): RawBuilder<unknown> {
  return after === null ? sql`` : sql`and id > ${after}`;
}

/** While members of some are still being looked for: by the members of the others, and by the filters of those. */
function inSegments(
  segments: readonly { id: string; filling: boolean; filter: Filter | null }[],
): RawBuilder<unknown> {
  const filled = segments.filter(({ filling }) => !filling).map(({ id }) => id);
  const filters = segments.flatMap(({ filling, filter }) => (filling && filter ? [filterSql(filter)] : []));
  const members = sql`id in (select lead_id from lead_segment_members where segment_id = any(${filled}::uuid[]))`;
  return sql`(${sql.join([members, ...filters], sql` or `)})`;
}

function asked({ id, ownerId, leadId, emailNorm }: ConsentQuestion): object {
  return { id, owner: ownerId, lead: leadId, address: emailNorm };
}

function meant(ownerId: string, audience: AudienceFilter): RawBuilder<unknown> {
  const { leadIds, formIds, tags, statuses, minScore, sources, filter } = audience;
  const conditions = [
    sql`created_by = ${ownerId} and email_norm is not null`,
    ...(leadIds ? [sql`id = any (${[...leadIds]}::uuid[])`] : []),
    ...(formIds ? [sql`form_id = any (${[...formIds]}::uuid[])`] : []),
    ...(tags ? [sql`tags && ${[...tags]}::text[]`] : []),
    ...(statuses ? [sql`coalesce(status::text, 'new') = any (${[...statuses]}::text[])`] : []),
    ...(sources ? [sql`source = any (${[...sources]}::text[])`] : []),
    ...(minScore === undefined ? [] : [sql`lead_score >= ${minScore}`]),
    ...(filter ? [sql`(${filterSql(filter)})`] : []),
  ];
  return sql.join(conditions, sql` and `);
}

function toMember(row: MemberRow): AudienceMember {
  const { id, email, withdrawn, full_name, custom_fields, ...own } = row;
  const custom = custom_fields ?? {};
  const merge = { ...custom, ...own, name: full_name, email, custom };
  return { leadId: id, email, consentWithdrawn: withdrawn, merge };
}
