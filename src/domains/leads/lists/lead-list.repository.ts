import { Injectable } from '@nestjs/common';
import { type QueryResult, type RawBuilder, sql } from 'kysely';
import { Database } from '#platform/database/database';
import type { Sql } from '../filters/field-sql.repository.js';
import { PLANNED_FOR_VALUES, selectionSql } from '../filters/filter-sql.repository.js';
import type { Selection } from '../filters/filter.js';
import { LEAD_COLUMNS, leadJson } from '../lead-row.repository.js';
import {
  behind,
  boundsOf,
  byIndex,
  isNullable,
  keySql,
  nullsLast,
  reachedByIndex,
  tagsIn,
} from './lead-order.repository.js';
import type { ListOrder, Position } from './lead-sort.js';

/** The part of a list that is asked for. */
export interface Slice {
  readonly order: ListOrder;
  readonly after: Position | undefined;
  readonly skip: number;
  readonly limit: number;
}

/** A lead of a list, as JSON, and its place in the order. */
interface ListedLead {
  readonly json: string;
  readonly at: Position;
}

/** What was found; `seenTo` is the last lead looked at where the look has ended before the list has. */
export interface Look {
  readonly leads: readonly ListedLead[];
  readonly seenTo?: Position | undefined;
}

/** What was found among all of some source: how many leads that has, and how many of them are meant. */
export interface Sorting {
  readonly leads: readonly ListedLead[];
  readonly all: number;
  readonly meant: number;
}

/** Leads of an owner from which those are chosen that are meant. */
export type Source = Sql;

interface Row {
  json: string | null;
  key: string | number | null;
  id: string;
}

/** Of leads with a key the index goes in order; those without come after them. */
type Part = 'known' | 'none';

const SORT_KEY = sql`leads.sort_key`;
const JSON_OF_LEAD = sql`(select row_to_json(lead)::text from (select ${LEAD_COLUMNS}) lead)`;

/** Leads of an owner in some order. */
@Injectable()
export class LeadListRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('leads', 'lead_segment_members', 'lead_activities', 'lead_engagements');
  }

  /** All leads, by the index of the order. */
  async all(ownerId: string, slice: Slice): Promise<Look> {
    return inParts(slice, async (part, { order, after, limit, skip }) => {
      const { rows } = await sql<Row>`
        select ${JSON_OF_LEAD} as json, ${SORT_KEY} as key, leads.id from (
          select leads.*, ${keySql(order)} as sort_key from leads
          where leads.created_by = ${ownerId} and ${partSql(order, part, after)}
          order by ${byIndex(order, keySql(order))} ${limited(limit, skip)}
        ) as leads order by ${byIndex(order, SORT_KEY)}`.execute(this.tables);
      return { leads: rows.map(toListed) };
    });
  }

  /** Goes through leads by the index of the order until it has enough that are meant, or has looked at `most`. */
  async walk(ownerId: string, selection: Selection, slice: Slice, most: number | undefined): Promise<Look> {
    return inParts(slice, async (part, { order, after, limit, skip }) => {
      const conditions = [
        sql`leads.created_by = ${ownerId}`,
        partSql(order, part, after),
        ...boundsOf(order, selection.filter),
      ];
      const last = most === undefined ? sql`false` : sql`leads.nth = ${sql.lit(most)}`;
      const { rows } = await this.planned<Row & { meant: boolean; nth: number }>(sql`
        select ${JSON_OF_LEAD} as json, ${SORT_KEY} as key, leads.id, leads.meant, leads.nth from (
          select leads.*, (${selectionSql(selection)}) is true as meant from (
            select leads.*, ${keySql(order)} as sort_key, row_number() over (order by ${byIndex(order, keySql(order))}) as nth
            from leads where ${sql.join(conditions, sql` and `)}
            order by ${byIndex(order, keySql(order))} ${most === undefined ? sql`` : sql`limit ${sql.lit(most)}`}
          ) as leads
        ) as leads where leads.meant or ${last}
        order by ${byIndex(order, SORT_KEY)} ${limited(limit, skip)}`);
      const leads = rows.filter(({ meant }) => meant).map(toListed);
      const end = rows.at(-1);
      const isOver = leads.length < limit && end !== undefined && Number(end.nth) === most;
      return { leads, seenTo: isOver ? toListed(end).at : undefined };
    });
  }

  /** Looks at all leads of a source and sorts those that are meant. */
  async sort(
    ownerId: string,
    selection: Selection,
    { order, after, limit, skip }: Slice,
    source: Source,
  ): Promise<Sorting> {
    const rest = after
      ? sql`(${behind(order, SORT_KEY, after)} ${after.key === null ? sql`` : sql`or ${SORT_KEY} is null`})`
      : sql`true`;
    const { rows } = await this.planned<Row & { all: number; meant: number }>(sql`
      with found as materialized (
        select leads.id, ${keySql(order)} as sort_key, (${selectionSql(selection)}) is true as meant from ${source} as leads
      ), page as (
        select leads.id, leads.sort_key from found as leads where leads.meant and ${rest}
        order by ${nullsLast(order, SORT_KEY)} ${limited(limit, skip)}
      )
      select counted.all, counted.meant, leads.json, ${SORT_KEY} as key, leads.id
      from (select count(*)::int as all, (count(*) filter (where meant))::int as meant from found) counted
      left join (
        select page.id, page.sort_key, lead.json from page, lateral (
          select ${JSON_OF_LEAD} as json from leads where leads.id = page.id and leads.created_by = ${ownerId}
        ) as lead
      ) as leads on true
      order by ${nullsLast(order, SORT_KEY)}`);
    const { all = 0, meant = 0 } = rows[0] ?? {};
    return { all, meant, leads: rows.filter(({ json }) => json !== null).map(toListed) };
  }

  /** Ways to find all leads that are meant by an index, each of them looking at `most` leads at most; the best first. */
  sources(ownerId: string, { filter, segmentId }: Selection, most: number): Source[] {
    return [
      ...(segmentId === undefined ? [] : [membersOf(ownerId, segmentId, most)]),
      ...tagsIn(filter).map(({ tags, all }) => sql`tagged_leads(${tags}::text[], ${all}, ${most})`),
      ...reachedByIndex(filter).map((condition) => leadsWith(ownerId, condition, most)),
    ];
  }

  everybody(ownerId: string, most: number): Source {
    return leadsWith(ownerId, sql`true`, most);
  }

  /** What a search finds, which knows the place of each. Postgres itself bounds the function to the caller's own leads. */
  foundBy(ownerId: string, q: string): Source {
    return sql`(
      select leads.*, found.place from find_leads(${q}) as found
      join leads on leads.id = found.id and leads.created_by = ${ownerId}
    )`;
  }

  private planned<Found>(statement: RawBuilder<unknown>): Promise<QueryResult<Found>> {
    return this.database.transaction(async () => {
      await PLANNED_FOR_VALUES.execute(this.tables);
      return (statement as RawBuilder<Found>).execute(this.tables);
    });
  }
}

function leadsWith(ownerId: string, condition: Sql, most: number): Source {
  return sql`(select leads.* from leads where leads.created_by = ${ownerId} and ${condition} limit ${sql.lit(most)})`;
}

function membersOf(ownerId: string, segmentId: string, most: number): Source {
  return sql`(
    select leads.* from lead_segment_members as member
    join leads on leads.id = member.lead_id and leads.created_by = member.created_by
    where member.segment_id = ${segmentId} and member.created_by = ${ownerId} limit ${sql.lit(most)}
  )`;
}

async function inParts(slice: Slice, look: (part: Part, slice: Slice) => Promise<Look>): Promise<Look> {
  const isPastKnown = slice.after?.key === null;
  const known: Look = isPastKnown ? { leads: [] } : await look('known', slice);
  const missing = slice.limit - known.leads.length;
  if (!isNullable(slice.order) || known.seenTo || missing === 0) return known;
  const none = await look('none', {
    ...slice,
    after: isPastKnown ? slice.after : undefined,
    limit: missing,
  });
  return { leads: [...known.leads, ...none.leads], seenTo: none.seenTo };
}

function partSql(order: ListOrder, part: Part, after: Position | undefined): Sql {
  const key = keySql(order);
  if (after) return behind(order, key, after);
  if (!isNullable(order)) return sql`true`;
  return part === 'known' ? sql`${key} is not null` : sql`${key} is null`;
}

/** The limit is written out: with a parameter Postgres would plan every list anew, or for a tenth of all rows. */
function limited(limit: number, skip: number): Sql {
  return skip === 0 ? sql`limit ${sql.lit(limit)}` : sql`limit ${sql.lit(limit)} offset ${sql.lit(skip)}`;
}

function toListed({ json, key, id }: Row): ListedLead {
  return { json: leadJson({ json: json ?? 'null' }), at: { key: key === null ? null : String(key), id } };
}
