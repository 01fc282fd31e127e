import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { newId } from '#kernel/ids';
import type { Page } from '#kernel/page';
import { Database } from '#platform/database/database';
import { BY_ID, newestFirst } from '#platform/database/newest-first';
import type { PageQuery } from '#platform/http/page-query';
import type { Filter } from '../filters/filter.js';
import type { Segment, SegmentKind, SegmentOfLead } from './segment.dto.js';

const MOST = 200;
const MOST_LIVE = 50;
const COLUMNS = [
  'id',
  'name',
  'description',
  'kind',
  'filter',
  'filling',
  'member_count',
  'created_at',
  'updated_at',
] as const;

/** A segment as who settles its members sees it. */
export interface FilteredSegment {
  id: string;
  name: string;
  filter: Filter;
}

/** How far the look for members has come; undefined when it is over or another has begun. */
export interface Filling extends FilteredSegment {
  filled_to: string | null;
}

@Injectable()
export class SegmentRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('lead_segments', 'lead_segment_members');
  }

  /** The new segment; nothing when the owner has as many as one may have. A name that is taken breaks `lead_segments_name`. */
  async add(
    ownerId: string,
    {
      name,
      description,
      kind,
      filter,
    }: Pick<Segment, 'name' | 'description' | 'kind'> & { filter: Filter | null },
  ): Promise<Segment | undefined> {
    const { rows } = await sql<Segment>`
      insert into lead_segments (id, created_by, name, description, kind, filter, filling)
      select ${newId()}::uuid, ${ownerId}::uuid, ${name}, ${description}::text, ${kind}::text,
        ${filter && JSON.stringify(filter)}::jsonb, ${filter !== null}
      from (select count(*) as kept, count(*) filter (where kind = 'live') as live
            from lead_segments where created_by = ${ownerId}) counted
      where kept < ${MOST} and (${kind}::text <> 'live' or live < ${MOST_LIVE})
      returning ${sql.join(COLUMNS.map((column) => sql.ref(column)))}`.execute(this.tables);
    return rows[0];
  }

  list(ownerId: string, page: PageQuery): Promise<Page<Segment>> {
    const own = this.tables.selectFrom('lead_segments').select(COLUMNS).where('created_by', '=', ownerId);
    return newestFirst(own, page, BY_ID) as unknown as Promise<Page<Segment>>;
  }

  async find(ownerId: string, segmentId: string): Promise<Segment | undefined> {
    const row = await this.tables
      .selectFrom('lead_segments')
      .select(COLUMNS)
      .where('id', '=', segmentId)
      .where('created_by', '=', ownerId)
      .executeTakeFirst();
    return row as unknown as Segment | undefined;
  }

  /** Those of the owner among the ids, held until the transaction ends when their members are about to change. */
  async hold(ownerId: string, segmentId: string): Promise<Segment | undefined> {
    const row = await this.tables
      .selectFrom('lead_segments')
      .select(COLUMNS)
      .where('id', '=', segmentId)
      .where('created_by', '=', ownerId)
      .forNoKeyUpdate()
      .executeTakeFirst();
    return row as unknown as Segment | undefined;
  }

  /** What is told; a new filter begins a new look for members. Answers its revision. */
  async change(
    ownerId: string,
    segmentId: string,
    changes: {
      name?: string | undefined;
      description?: string | null | undefined;
      filter?: Filter | undefined;
    },
  ): Promise<number | undefined> {
    const filter = changes.filter && JSON.stringify(changes.filter);
    const row = await this.tables
      .updateTable('lead_segments')
      .set({
        ...(changes.name !== undefined && { name: changes.name }),
        ...(changes.description !== undefined && { description: changes.description }),
        ...(filter !== undefined && { filter, filling: true, filled_to: null }),
        revision: sql`revision + ${filter === undefined ? 0 : 1}`,
      })
      .where('id', '=', segmentId)
      .where('created_by', '=', ownerId)
      .returning('revision')
      .executeTakeFirst();
    return row?.revision;
  }

  async remove(ownerId: string, segmentId: string): Promise<boolean> {
    const { numDeletedRows } = await this.tables
      .deleteFrom('lead_segments')
      .where('id', '=', segmentId)
      .where('created_by', '=', ownerId)
      .executeTakeFirst();
    return numDeletedRows > 0n;
  }

  /** The live segments of an owner, held so that no other worker settles their members until the transaction ends. */
  async holdLive(ownerId: string): Promise<FilteredSegment[]> {
    const rows = await this.tables
      .selectFrom('lead_segments')
      .select(['id', 'name', 'filter'])
      .where('created_by', '=', ownerId)
      .where('kind', '=', 'live')
      .orderBy('id')
      .forNoKeyUpdate()
      .execute();
    return rows as unknown as FilteredSegment[];
  }

  /** The look for members that is under way, held until the transaction ends. */
  async holdFilling(ownerId: string, segmentId: string, revision: number): Promise<Filling | undefined> {
    const row = await this.tables
      .selectFrom('lead_segments')
      .select(['id', 'name', 'filter', 'filled_to'])
      .where('id', '=', segmentId)
      .where('created_by', '=', ownerId)
      .where('revision', '=', revision)
      .where('filling', '=', true)
      .forNoKeyUpdate()
      .executeTakeFirst();
    return row as unknown as Filling | undefined;
  }

  /** Remembers how far the look for members has come; null when it has come to the end. */
  async filledTo(ownerId: string, segmentId: string, leadId: string | null): Promise<void> {
    await this.tables
      .updateTable('lead_segments')
      .set(leadId === null ? { filling: false, filled_to: null } : { filled_to: leadId })
      .where('id', '=', segmentId)
      .where('created_by', '=', ownerId)
      .execute();
  }

  /** Those of the ids that are the owner's segments, with the filters of those whose members are not yet all found. */
  async among(
    ownerId: string,
    ids: readonly string[],
  ): Promise<{ id: string; filling: boolean; filter: Filter | null }[]> {
    const rows = await this.tables
      .selectFrom('lead_segments')
      .select(['id', 'filling', 'filter'])
      .where('created_by', '=', ownerId)
      .where('id', 'in', [...ids])
      .execute();
    return rows as unknown as { id: string; filling: boolean; filter: Filter | null }[];
  }

  /** The segments that a lead is in, by name. */
  async ofLead(ownerId: string, leadId: string): Promise<SegmentOfLead[]> {
    const rows = await this.tables
      .selectFrom('lead_segment_members as member')
      .innerJoin('lead_segments as segment', 'segment.id', 'member.segment_id')
      .select(['segment.id as segment_id', 'segment.name', 'segment.kind', 'member.entered_at'])
      .where('member.lead_id', '=', leadId)
      .where('member.created_by', '=', ownerId)
      .where('segment.created_by', '=', ownerId)
      .orderBy('segment.name')
      .execute();
    return rows.map((row) => ({ ...row, kind: row.kind as SegmentKind }));
  }
}
