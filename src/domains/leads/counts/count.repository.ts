import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { Condition } from '#platform/clock/look.repository';
import { Database } from '#platform/database/database';

const KEY = sql`created_by, kind, span, starts, key, state, after_hours`;
const FACT = sql`created_by, day, source, campaign_id, form_id, status, stage, after_hours`;
const SUMS = sql`sum(leads)::integer as leads, sum(score_sum)::bigint as score_sum, sum(scored)::integer as scored`;

/** The counters of leads, of every owner, and what has changed since they were last added up. */
@Injectable()
export class CountRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('lead_counts', 'lead_count_deltas');
  }

  /** Whether a change of a number waits to be added. */
  waits(): Condition {
    return sql<boolean>`exists (select from lead_count_deltas)`;
  }

  /**
   * Adds up to `limit` deltas to their counters, whoever else is adding, and answers how many. A reader sees a delta or what
   * has become of it, never both; a counter that comes to nothing is taken away.
   */
  addUp(limit: number): Promise<number> {
    return this.database.asService('leads.count', () =>
      this.database.transaction(async () => {
        const { rows } = await sql<{ taken: number }>`
          with taken as (
            delete from lead_count_deltas where id = any(array(
              select id from lead_count_deltas order by id limit ${sql.lit(limit)} for update skip locked)) returning *
          ), delta as (
            select ${FACT}, ${SUMS} from taken group by ${FACT}
          ), change as (
            select delta.created_by, counter.*, ${SUMS}
            from delta cross join lateral app.lead_count_keys(
              day, source, campaign_id, form_id, status, stage, delta.after_hours) as counter
            group by 1, 2, 3, 4, 5, 6, 7
          ), gone as (
            delete from lead_counts as counted using change
            where (${of('counted')}) = (${of('change')})
              and (counted.leads, counted.score_sum, counted.scored) = (-change.leads, -change.score_sum, -change.scored)
            returning ${of('counted')}
          ), added as (
            insert into lead_counts (${KEY}, leads, score_sum, scored)
            select ${KEY}, leads, score_sum, scored from change
            where (leads <> 0 or score_sum <> 0 or scored <> 0)
              and not exists (select from gone where (${of('gone')}) = (${of('change')}))
            order by ${KEY}
            on conflict (${KEY}) do update set leads = lead_counts.leads + excluded.leads,
              score_sum = lead_counts.score_sum + excluded.score_sum, scored = lead_counts.scored + excluded.scored
          )
          select count(*) as taken from taken`.execute(this.tables);
        return rows[0]?.taken ?? 0;
      }),
    );
  }
}

const of = (table: string) =>
  sql.join(
    ['created_by', 'kind', 'span', 'starts', 'key', 'state', 'after_hours'].map((name) =>
      sql.ref(`${table}.${name}`),
    ),
  );
