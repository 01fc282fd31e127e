import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { decodeRowCursor, type Page, toPage } from '#kernel/page';
import { Database } from '#platform/database/database';
import { dueSql, filterSql } from '../filters/filter-sql.repository.js';
import { type LeadScope, within } from '../filters/lead-scope.repository.js';
import { eventsIn, fieldsIn, type Filter } from '../filters/filter.js';
import { LEAD_COLUMNS, toLead } from '../lead-row.repository.js';
import type { SegmentMember } from './segment.dto.js';
import type { FilteredSegment } from './segment.repository.js';

export interface Movement {
  entered: number;
  left: number;
}

/** Who is in which segment. */
@Injectable()
export class MemberRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables(
      'leads',
      'lead_segments',
      'lead_segment_members',
      'lead_activities',
      'lead_engagements',
      'lead_dues',
    );
  }

  /**
   * Lets the leads in that the filters mean, and those out that they do not mean or that are gone, in one statement for all
   * segments. The segments must be held. What moves is counted, and noted with the leads when it is `noted`.
   */
  async settle(
    ownerId: string,
    segments: readonly FilteredSegment[],
    scope: LeadScope,
    noted: boolean,
  ): Promise<Movement> {
    const meant = segments.map(
      ({ id, filter }) => sql`
        select ${id}::uuid as segment_id, leads.id as lead_id from leads
        where leads.created_by = ${ownerId} and ${within(sql`leads.id`, scope)} and ${filterSql(filter)}`,
    );
    const ids = segments.map(({ id }) => id);
    const { rows } = await sql<Movement>`
      with meant as materialized (${sql.join(meant, sql` union all `)}), entered as (
        insert into lead_segment_members (segment_id, lead_id, created_by)
        select segment_id, lead_id, ${ownerId}::uuid from meant
        on conflict (segment_id, lead_id) do nothing returning segment_id, lead_id
      ), gone as (
        delete from lead_segment_members as member
        where member.segment_id = any(${ids}::uuid[]) and member.created_by = ${ownerId}
          and ${within(sql`member.lead_id`, scope)}
          and not exists (select from meant where meant.segment_id = member.segment_id and meant.lead_id = member.lead_id)
        returning segment_id, lead_id
      ), ${noted ? NOTED : sql``} ${COUNTED}
      select (select count(*) from entered)::int as entered, (select count(*) from gone)::int as left`.execute(
      this.tables,
    );
    return rows[0] ?? { entered: 0, left: 0 };
  }

  /** Notes when time alone may next change what the filters say of the leads. */
  async expect(ownerId: string, filters: readonly Filter[], scope: LeadScope): Promise<void> {
    const timed = filters.filter(dependsOnTime);
    if (timed.length === 0) return;
    await sql`
      insert into lead_dues (lead_id, created_by, due_at)
      select id, ${ownerId}::uuid, due_at from (
        select leads.id, ${dueSql(timed)} as due_at from leads
        where leads.created_by = ${ownerId} and ${within(sql`leads.id`, scope)}
      ) expected where due_at is not null
      on conflict (lead_id) do update set due_at = least(lead_dues.due_at, excluded.due_at)`.execute(
      this.tables,
    );
  }

  /** Newest first. Who is no lead any more is left out, so that a page may be shorter than others. */
  async page(
    ownerId: string,
    segmentId: string,
    { limit, cursor }: { limit: number; cursor?: string | undefined },
  ): Promise<Page<SegmentMember>> {
    const after = cursor === undefined ? undefined : decodeRowCursor(cursor);
    const rest = after
      ? sql`and (entered_at, lead_id) < (${after.at}::timestamptz, ${after.name}::uuid)`
      : sql``;
    const { rows } = await sql<{ entered_at: string; lead_id: string; json: string | null }>`
      select entered_at, lead_id, row_to_json(lead)::text as json from (
        select lead_id, entered_at from lead_segment_members
        where segment_id = ${segmentId} and created_by = ${ownerId} ${rest}
        order by entered_at desc, lead_id desc limit ${sql.lit(limit + 1)}
      ) member left join lateral (
        select ${LEAD_COLUMNS} from leads where leads.id = member.lead_id and leads.created_by = ${ownerId}
      ) lead on true
      order by entered_at desc, lead_id desc`.execute(this.tables);
    const { items, nextCursor } = toPage(rows, limit, (row) => [row.entered_at, row.lead_id]);
    const members = items.flatMap(({ entered_at, json }) =>
      json === null ? [] : [{ entered_at, lead: toLead({ json }) }],
    );
    return { items: members, nextCursor };
  }

  /** Lets leads of the owner into a segment, or out of it, by hand. Answers how many moved, and how many there are of these. */
  async move(
    ownerId: string,
    segmentId: string,
    leadIds: readonly string[],
    isIn: boolean,
  ): Promise<{ found: number; moved: number }> {
    const none = sql`select segment_id, lead_id from lead_segment_members where false`;
    const insertion = sql`
      insert into lead_segment_members (segment_id, lead_id, created_by)
      select ${segmentId}::uuid, id, ${ownerId}::uuid from lead
      on conflict (segment_id, lead_id) do nothing returning segment_id, lead_id`;
    const deletion = sql`
      delete from lead_segment_members where segment_id = ${segmentId} and lead_id in (select id from lead)
      returning segment_id, lead_id`;
    const { rows } = await sql<{ found: number; moved: number }>`
      with lead as (
        select id from leads where id = any(${[...leadIds]}::uuid[]) and created_by = ${ownerId}
      ), entered as (${isIn ? insertion : none}), gone as (${isIn ? none : deletion}), ${NOTED} ${COUNTED}
      select (select count(*) from lead)::int as found, (select count(*) from moved)::int as moved`.execute(
      this.tables,
    );
    return rows[0] ?? { found: 0, moved: 0 };
  }
}

/** Goes on where `entered` and `gone` stand: each movement is noted with its lead. */
const NOTED = sql`noted as (
  insert into lead_activities (lead_id, created_by, activity_type, source, activity_data)
  select movement.lead_id, segment.created_by, movement.type, 'segment:' || segment.id,
    jsonb_build_object('segment_id', segment.id, 'segment', segment.name)
  from (
    select segment_id, lead_id, 'segment_entered' as type from entered
    union all select segment_id, lead_id, 'segment_left' from gone
  ) movement join lead_segments as segment on segment.id = movement.segment_id
),`;

const COUNTED = sql`moved as (
  select segment_id, 1 as step from entered union all select segment_id, -1 from gone
), counted as (
  update lead_segments set member_count = member_count + change.members
  from (select segment_id, sum(step)::integer as members from moved group by segment_id) change
  where lead_segments.id = change.segment_id and change.members <> 0
)`;

function dependsOnTime(filter: Filter): boolean {
  return (
    eventsIn(filter).some(({ within_days }) => within_days !== undefined) ||
    fieldsIn(filter).some(({ op }) => op === 'within_days' || op === 'next_days')
  );
}
