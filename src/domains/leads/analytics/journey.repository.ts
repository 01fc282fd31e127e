import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '#platform/database/database';
import type { Days } from './asked-days.js';
import type { CohortSpan } from './cohort-span.js';
import { figuresBy, figuresOf } from './figure-sql.repository.js';

/** Leads of a status, or leads that have reached a stage. */
export interface ReachedRow {
  kind: 'all' | 'reached';
  state: string;
  leads: number;
}

export interface PaceRow {
  /** Null for all sources together. */
  source: string | null;
  stage: 'qualified' | 'customer';
  reached: number;
  /** Those that came in at that stage. */
  arrived: number;
  median: number | null;
  p75: number | null;
  p90: number | null;
}

/** How many of those who came in together had got how far after how many days. */
export interface CohortRow {
  starts: string;
  leads: number;
  qualified_7: number;
  qualified_30: number;
  qualified_90: number;
  customer_7: number;
  customer_30: number;
  customer_90: number;
}

/** How far leads come and how long they take, from the counters that are kept while leads are written. */
@Injectable()
export class JourneyRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('lead_counts', 'lead_count_deltas');
  }

  async reached(ownerId: string, days: Days): Promise<ReachedRow[]> {
    const { rows } = await sql<ReachedRow>`
      select kind, state, sum(leads)::int as leads from ${figuresOf(ownerId, ['all', 'reached'], days)}
      group by kind, state`.execute(this.tables);
    return rows;
  }

  /** Of all sources together first, then of the `shown` sources of which most leads have come far. Days, by hours counted. */
  async paces(ownerId: string, days: Days, shown: number): Promise<PaceRow[]> {
    const { rows } = await sql<PaceRow>`
      with pace as (
        select key, state, after_hours, sum(leads) as leads from ${figuresOf(ownerId, ['pace'], days)}
        group by after_hours, state, key having sum(leads) > 0
      ), far as (
        select key from pace group by key order by sum(leads) desc, key limit ${shown}
      ), each as (
        select null as key, state, after_hours, sum(leads) as leads from pace group by after_hours, state
        union all
        select * from pace where key in (select key from far)
      ), ranked as (
        select *, sum(leads) filter (where after_hours >= 0) over (partition by key, state) as measured,
          sum(leads) filter (where after_hours >= 0) over (partition by key, state order by after_hours) as up_to
        from each
      )
      select key as source, state as stage, sum(leads)::int as reached,
        coalesce(sum(leads) filter (where after_hours < 0), 0)::int as arrived,
        ${percentile(0.5)} as median, ${percentile(0.75)} as p75, ${percentile(0.9)} as p90
      from ranked group by key, state
      order by key is not null, sum(sum(leads)) over (partition by key) desc, key`.execute(this.tables);
    return rows;
  }

  /** Oldest first; weeks and months in which nobody came in are left out. */
  async cohorts(ownerId: string, by: CohortSpan, days: Days): Promise<CohortRow[]> {
    const starts = by === 'month' ? sql`starts` : sql`starts - (extract(isodow from starts)::int - 1)`;
    const { rows } = await sql<CohortRow>`
      select ${starts} as starts, coalesce(sum(leads) filter (where kind = 'all'), 0)::int as leads,
        ${soonEnough('qualified')}, ${soonEnough('customer')}
      from ${figuresBy(ownerId, ['all', 'reached'], by === 'month' ? 'month' : 'day', days)}
      group by 1 having sum(leads) filter (where kind = 'all') > 0 order by 1`.execute(this.tables);
    return rows;
  }
}

/** The days within which such a share of those who were measured had got there. */
const percentile = (share: number) =>
  sql`round(min(after_hours) filter (where after_hours >= 0 and up_to >= ${sql.lit(share)} * measured) / 24.0, 2)::float8`;

/** Leads that had reached a stage within 7, 30 and 90 days; those that came in at it among them. */
const soonEnough = (stage: string) =>
  sql.join(
    [7, 30, 90].map(
      (days) => sql`coalesce(sum(leads) filter (
        where kind = 'reached' and state = ${stage} and after_hours < ${sql.lit(days * 24)}), 0)::int
        as ${sql.ref(`${stage}_${days}`)}`,
    ),
  );
