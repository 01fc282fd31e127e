import { Injectable } from '@nestjs/common';
import { type QueryResult, type RawBuilder, sql } from 'kysely';
import { Database } from '#platform/database/database';
import { filterSql, PLANNED_FOR_VALUES } from '../filters/filter-sql.repository.js';
import { LEAD_COLUMNS, type LeadRow } from '../lead-row.repository.js';
import type { ExportPlan } from './export-plan.js';

/** Where an export goes on: the sort key of the last lead written. */
export interface ExportPosition {
  createdAt: string;
  id: string;
}

/** Walks over the leads that an export means. */
@Injectable()
export class ExportedLeadRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('leads', 'lead_segment_members', 'lead_activities', 'lead_engagements');
  }

  /** The next leads, newest first, as Postgres writes them. */
  async page(
    ownerId: string,
    plan: ExportPlan,
    after: ExportPosition | null,
    limit: number,
  ): Promise<LeadRow[]> {
    const rest = after
      ? sql`and (leads.created_at, leads.id) < (${after.createdAt}::timestamptz, ${after.id}::uuid)`
      : sql``;
    const { rows } = await this.planned<LeadRow>(sql`
      select row_to_json(lead)::text as json from (
        select ${LEAD_COLUMNS} from leads where ${meant(ownerId, plan)} ${rest}
        order by leads.created_at desc, leads.id desc limit ${sql.lit(limit)}
      ) lead`);
    return rows;
  }

  async count(ownerId: string, plan: ExportPlan): Promise<number> {
    const { rows } = await this.planned<{ leads: number }>(sql`
      select count(*)::int as leads from leads where ${meant(ownerId, plan)}`);
    return rows[0]?.leads ?? 0;
  }

  private planned<Row>(statement: RawBuilder<unknown>): Promise<QueryResult<Row>> {
    return this.database.transaction(async () => {
      await PLANNED_FOR_VALUES.execute(this.tables);
      return (statement as RawBuilder<Row>).execute(this.tables);
    });
  }
}

function meant(ownerId: string, { filter, segmentId }: ExportPlan): RawBuilder<unknown> {
  const member =
    segmentId === null
      ? sql``
      : sql`and exists (select from lead_segment_members as member
          where member.segment_id = ${segmentId}::uuid and member.lead_id = leads.id and member.created_by = ${ownerId})`;
  return sql`leads.created_by = ${ownerId} and ${filterSql(filter)} ${member}`;
}
