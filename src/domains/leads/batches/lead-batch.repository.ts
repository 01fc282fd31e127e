import { Injectable } from '@nestjs/common';
import { type RawBuilder, sql } from 'kysely';
import { newId } from '#kernel/ids';
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

  /** Adds a lead to be undone again; a lead of the owner that has its address or external id lends them to it. */
  async addSample(ownerId: string, { custom_fields, ...columns }: Record<string, unknown>): Promise<Lead> {
    const row = {
      ...columns,
      ...(custom_fields !== undefined && { custom_fields: JSON.stringify(custom_fields) }),
      id: newId(),
      created_by: ownerId,
      origin: 'form',
    };
    await sql`
      update leads set email_norm = null, external_id = null where created_by = ${ownerId}
        and (email_norm = ${columns['email_norm'] ?? null} or external_id = ${columns['external_id'] ?? null})`.execute(
      this.tables,
    );
    const { rows } = await sql<LeadRow>`
      with added as (
        insert into leads (${sql.join(Object.keys(row).map((name) => sql.ref(name)))})
        values (${sql.join(Object.values(row))}) returning *
      ) select row_to_json(lead)::text as json from (select ${LEAD_COLUMNS} from added) lead`.execute(
      this.tables,
    );
    const [added] = rows;
    if (!added) throw new Error('A sample was not added.');
    return toLead(added);
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
