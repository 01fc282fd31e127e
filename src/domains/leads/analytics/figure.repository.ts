import { Injectable } from '@nestjs/common';
import { type RawBuilder, sql } from 'kysely';
import { dayAfter, type Period } from '#kernel/period';
import { Database } from '#platform/database/database';
import { type Days } from './asked-days.js';
import { COUNTS, type CountsRow, figures, figuresBy, figuresOf, NOBODY } from './figure-sql.repository.js';

/** Leads of one status, campaign and form. */
export interface OriginRow {
  status: string;
  /** Empty where there is none. */
  campaign: string;
  form: string;
  leads: number;
  score_sum: number;
  scored: number;
}

export interface KeyedCounts extends CountsRow {
  /** Null for all that have come after the most frequent ones. */
  key: string | null;
}

export interface DayCounts extends CountsRow {
  day: string;
}

/** By what leads are told apart, and by which figures that is known. */
const GROUPINGS = {
  source: { kind: 'source', key: sql`key` },
  campaign: { kind: 'origin', key: sql`split_part(key, '/', 1)` },
  form: { kind: 'origin', key: sql`split_part(key, '/', 2)` },
} as const;
export type Grouping = keyof typeof GROUPINGS;

/** Leads in numbers, from the counters that are kept while leads are written. */
@Injectable()
export class FigureRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('leads', 'lead_capture_forms', 'lead_counts', 'lead_count_deltas');
  }

  /** All leads there are. */
  async total(ownerId: string): Promise<CountsRow & { fresh: number }> {
    const { rows } = await sql<CountsRow & { fresh: number }>`
      select ${COUNTS}, coalesce(sum(leads) filter (where state = 'new'), 0)::int as fresh
      from ${figures(ownerId, 'all')}`.execute(this.tables);
    return rows[0] ?? { ...NOBODY, fresh: 0 };
  }

  /** All leads there are, or those of one campaign. */
  async origins(ownerId: string, campaignId: string | undefined): Promise<OriginRow[]> {
    const ofCampaign =
      campaignId === undefined ? sql`` : sql`and split_part(key, '/', 1) = ${campaignId.toLowerCase()}`;
    const { rows } = await sql<OriginRow>`
      select state as status, split_part(key, '/', 1) as campaign, split_part(key, '/', 2) as form,
        sum(leads)::int as leads, sum(score_sum)::float8 as score_sum, sum(scored)::int as scored
      from ${figures(ownerId, 'origin')} ${ofCampaign}
      group by 1, 2, 3 having sum(leads) > 0`.execute(this.tables);
    return rows;
  }

  /** Leads that came in in a period: those of the days it touches without those who came before it, or after it, on these. */
  async within(ownerId: string, { from, to }: Period): Promise<CountsRow> {
    const first = from.slice(0, 10);
    const touched = {
      from: first,
      until: dayAfter(new Date(Date.parse(to) - 1).toISOString().slice(0, 10), 1),
    };
    const { rows } = await sql<CountsRow>`
      select ${COUNTS} from (
        select state, leads, score_sum, scored from ${figuresOf(ownerId, ['all'], touched)}
        union all
        select coalesce(status, 'new')::text, -1, -coalesce(lead_score, 0), case when lead_score > 0 then -1 else 0 end
        from leads where created_by = ${ownerId} and (
          created_at >= ${midnight(touched.from)} and created_at < ${from}::timestamptz
          or created_at >= ${to}::timestamptz and created_at < ${midnight(touched.until)})
      ) as figure`.execute(this.tables);
    return rows[0] ?? NOBODY;
  }

  /** Oldest first; days without leads are left out. */
  async days(ownerId: string, days: Days): Promise<DayCounts[]> {
    const { rows } = await sql<DayCounts>`
      select starts as day, ${COUNTS} from ${figuresBy(ownerId, ['all'], 'day', days)}
      group by starts having sum(leads) > 0 order by starts`.execute(this.tables);
    return rows;
  }

  /** By the number of leads; only the first `shown`, and then all others together. */
  async groups(ownerId: string, grouping: Grouping, days: Days, shown: number): Promise<KeyedCounts[]> {
    const { kind, key } = GROUPINGS[grouping];
    const { rows } = await sql<KeyedCounts>`
      with grouped as (
        select ${key} as key, ${COUNTS} from ${figuresOf(ownerId, [kind], days)} group by 1 having sum(leads) > 0
      ), placed as (
        select *, least(row_number() over (order by leads desc, key), ${shown + 1}) as place from grouped
      )
      select case when place <= ${shown} then min(key) end as key, ${SUMMED} from placed group by place order by place`.execute(
      this.tables,
    );
    return rows;
  }

  /** What the owner calls these forms. */
  async formNames(ownerId: string, formIds: readonly string[]): Promise<Map<string, string>> {
    const rows = await this.tables
      .selectFrom('lead_capture_forms')
      .select(['id', 'name'])
      .where('created_by', '=', ownerId)
      .where('id', '=', sql<string>`any(${[...formIds]}::uuid[])`)
      .execute();
    return new Map(rows.map(({ id, name }) => [id, name]));
  }
}

const SUMMED = sql.join(
  ['leads', 'qualified', 'customers', 'lost', 'score_sum', 'scored'].map(
    (name) => sql`sum(${sql.ref(name)})::float8 as ${sql.ref(name)}`,
  ),
);

function midnight(day: string): RawBuilder<unknown> {
  return sql`(${day}::date at time zone 'utc')`;
}
