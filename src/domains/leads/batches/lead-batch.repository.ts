import { Injectable } from '@nestjs/common';
import { type RawBuilder, sql } from 'kysely';
import { Database } from '#platform/database/database';
import type { Filter, Selection } from '../filters/filter.js';
import { filterSql, PLANNED_FOR_VALUES, selectionSql } from '../filters/filter-sql.repository.js';
import type { Lead, LeadWriter } from '../lead.answers.dto.js';
import { LEAD_COLUMNS, type LeadRow, toLead } from '../lead-row.repository.js';

/** Who writes, and what: a person's own words stay, whoever else says otherwise. */
type Writer = `${LeadWriter}:${string}`;

/** Some leads of an owner at a time, in one statement each. */
@Injectable()
export class LeadBatchRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('leads', 'lead_segment_members', 'lead_activities', 'lead_engagements');
  }

  async many(ownerId: string, ids: readonly string[]): Promise<Lead[]> {
    const { rows } = await sql<LeadRow>`
      select row_to_json(lead)::text as json from (
        select ${LEAD_COLUMNS} from leads where id = any(${[...ids]}::uuid[]) and created_by = ${ownerId}
      ) lead`.execute(this.tables);
    return rows.map(toLead);
  }

  async matching(ownerId: string, filter: Filter, ids: readonly string[]): Promise<string[]> {
    const { rows } = await sql<{ id: string }>`
      select leads.id from leads
      where leads.id = any(${[...ids]}::uuid[]) and leads.created_by = ${ownerId} and ${filterSql(filter)}`.execute(
      this.tables,
    );
    return rows.map(({ id }) => id);
  }

  /** What the filter would say of a lead that is not kept: it has these columns, and nothing has happened to it. */
  async wouldMatch(ownerId: string, filter: Filter, columns: Record<string, unknown>): Promise<boolean> {
    const row = { custom_fields: {}, tags: [], ...columns, created_by: ownerId };
    const { rows } = await sql<{ meant: boolean | null }>`
      select ${filterSql(filter)} as meant from jsonb_populate_record(null::leads, ${JSON.stringify(row)}::jsonb) as leads`.execute(
      this.tables,
    );
    return rows[0]?.meant === true;
  }

  /** The ids of leads that are meant, in their order, beginning behind `after`. */
  ids(ownerId: string, selection: Selection, after: string | null, limit: number): Promise<string[]> {
    const rest = after === null ? sql`` : sql`and leads.id > ${after}::uuid`;
    return this.database.transaction(async () => {
      await PLANNED_FOR_VALUES.execute(this.tables);
      const { rows } = await sql<{ id: string }>`
        select leads.id from leads where leads.created_by = ${ownerId} and ${selectionSql(selection)} ${rest}
        order by leads.id limit ${sql.lit(limit)}`.execute(this.tables);
      return rows.map(({ id }) => id);
    });
  }

  async write(
    ownerId: string,
    ids: readonly string[],
    { custom_fields, ...columns }: Record<string, unknown>,
    writer: Writer,
  ): Promise<void> {
    const assigned = Object.entries(columns).map(([name, value]) => sql`${sql.ref(name)} = ${value}`);
    if (custom_fields !== undefined)
      assigned.push(
        sql`custom_fields = coalesce(custom_fields, '{}') || ${JSON.stringify(custom_fields)}::jsonb`,
      );
    if (assigned.length > 0) await this.update(ownerId, ids, sql.join(assigned), writer);
  }

  /** Tags that are there already, or not there, are left as they are. At most `most` tags are kept of a lead. */
  async tag(
    ownerId: string,
    ids: readonly string[],
    { add, remove, most }: { add: readonly string[]; remove: readonly string[]; most: number },
    writer: Writer,
  ): Promise<void> {
    const wanted = sql`array(
      select tag from (
        select tag, min(place) as place from unnest(coalesce(leads.tags, '{}') || ${[...add]}::text[]) with ordinality as given (tag, place)
        where tag <> all(${[...remove]}::text[]) group by tag
      ) kept order by place limit ${sql.lit(most)})`;
    const changes = sql`and (not coalesce(leads.tags, '{}') @> ${[...add]}::text[] or leads.tags && ${[...remove]}::text[])`;
    await this.update(ownerId, ids, sql`tags = ${wanted}`, writer, changes);
  }

  /** A score that a person has set stays. */
  async score(
    ownerId: string,
    ids: readonly string[],
    to: { by: number } | { to: number },
    writer: Writer,
  ): Promise<void> {
    const score =
      'by' in to
        ? sql`least(100, greatest(0, coalesce(lead_score, 0) + ${sql.lit(to.by)}))`
        : sql`${sql.lit(to.to)}`;
    await this.update(ownerId, ids, sql`lead_score = ${score}`, writer, sql`and not score_held`);
  }

  private async update(...[ownerId, ids, set, writer, and = sql``]: Update): Promise<void> {
    await sql`
      with held as materialized (
        select id from leads where id = any(${[...ids]}::uuid[]) and created_by = ${ownerId} ${and} order by id for no key update
      )
      update leads set writer = ${writer}, ${set} from held where leads.id = held.id`.execute(this.tables);
  }
}

type Update = [
  ownerId: string,
  ids: readonly string[],
  set: RawBuilder<unknown>,
  writer: Writer,
  and?: RawBuilder<unknown>,
];
