import { Injectable } from '@nestjs/common';
import { type QueryResult, type RawBuilder, sql } from 'kysely';
import { Database } from '#platform/database/database';
import type { Filter, Selection } from '../filters/filter.js';
import { filterSql, PLANNED_FOR_VALUES, selectionSql } from '../filters/filter-sql.repository.js';
import type { Lead } from '../lead.answers.dto.js';
import { LEAD_COLUMNS, type LeadRow, toLead } from '../lead-row.repository.js';

const SAMPLE = 2_000;
const NEWEST = 5_000;

export interface Counted {
  all: number;
  meant: number;
}

/** What the first leads of an order by chance tell of all. */
export interface SampleCount extends Counted {
  /** The share of all leads that the sample is, 0 to 1; 1 when it is all of them. */
  share: number;
}

/** Looks at some leads to know about all. */
@Injectable()
export class EstimateRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('leads', 'lead_segment_members', 'lead_activities', 'lead_engagements');
  }

  /**
   * Looks at the 2,000 leads whose ids have the lowest hashes. Hashes are spread evenly, so the highest of these tells which
   * share of all leads they are: no statement counts a million rows.
   */
  async sample(ownerId: string, selection: Selection): Promise<SampleCount> {
    const { rows } = await this.planned<{ all: number; meant: number; highest: number | null }>(sql`
      select count(*)::int as all, (count(*) filter (where ${selectionSql(selection)}))::int as meant,
        max(uuid_hash(leads.id)) as highest
      from ${this.firstOf(ownerId)}`);
    const { all, meant, highest } = rows[0] ?? { all: 0, meant: 0, highest: null };
    return { all, meant, share: all < SAMPLE ? 1 : shareBelow(highest ?? 0) };
  }

  /** Looks at all leads of an owner who has few. */
  async count(ownerId: string, selection: Selection): Promise<Counted> {
    const { rows } = await this.planned<Counted>(sql`
      select count(*)::int as all, (count(*) filter (where ${selectionSql(selection)}))::int as meant
      from leads where leads.created_by = ${ownerId}`);
    return rows[0] ?? { all: 0, meant: 0 };
  }

  /** Some of the leads that are meant: of the sample, and where that has too few, of the newest 5,000. */
  async some(ownerId: string, filter: Filter, limit: number): Promise<Lead[]> {
    const found = await this.read(
      sql`${this.firstOf(ownerId)} where ${filterSql(filter)} limit ${sql.lit(limit)}`,
    );
    if (found.length === limit) return found;
    const newest = sql`(
      select * from leads where created_by = ${ownerId} order by leads.created_at desc, leads.id desc limit ${sql.lit(NEWEST)}
    ) as leads`;
    const others = await this.read(sql`${newest} where ${filterSql(filter)} limit ${sql.lit(limit)}`);
    return others.length > found.length ? others : found;
  }

  private async read(from: RawBuilder<unknown>): Promise<Lead[]> {
    const { rows } = await this.planned<LeadRow>(sql`
      select row_to_json(lead)::text as json from (select ${LEAD_COLUMNS} from ${from}) lead`);
    return rows.map(toLead);
  }

  private planned<Row>(statement: RawBuilder<unknown>): Promise<QueryResult<Row>> {
    return this.database.transaction(async () => {
      await PLANNED_FOR_VALUES.execute(this.tables);
      return (statement as RawBuilder<Row>).execute(this.tables);
    });
  }

  private firstOf(ownerId: string) {
    return sql`(
      select * from leads where created_by = ${ownerId} order by uuid_hash(id) limit ${sql.lit(SAMPLE)}
    ) as leads`;
  }
}

/** Which share of all hashes is below one; they are the 32-bit numbers. */
function shareBelow(hash: number): number {
  return (hash + 2 ** 31) / 2 ** 32;
}
