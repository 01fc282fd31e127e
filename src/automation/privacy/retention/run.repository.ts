import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '#platform/database/database';
import { deleteOldest } from '#platform/database/delete-oldest';
import { mapped } from '../map/data-map.js';
import type { RetentionKind } from './retention-kinds.js';
import type { RetentionRun } from './rule.dto.js';

/** Records that are older than their owner's rule says, and what was told of their going. */
@Injectable()
export class RunRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('retention_rules', 'retention_runs');
  }

  /** The last day on which each kind was looked through. */
  async last(ownerId: string): Promise<Map<string, RetentionRun>> {
    const { rows } = await sql<RetentionRun & { kind: string }>`
      select distinct on (kind) kind, ran_at as at, deleted::int as deleted from retention_runs
      where user_id = ${ownerId} order by kind, day desc`.execute(this.tables);
    return new Map(rows.map(({ kind, at, deleted }) => [kind, { at, deleted }]));
  }

  /**
   * Deletes up to so many records that are older than their owner's rule says, and tells so in the same statement; answers how
   * many. Where nothing went that is told once an hour. Accounts that rest are left as they are.
   */
  async forget({ kind, table, column, over, atOnce }: RetentionKind, atMost: number): Promise<number> {
    const { owner } = mapped(table);
    if (owner.by !== 'column') throw new Error(`The rows of ${table} name no user.`);
    const name = sql.table(table);
    const [of, age] = [sql.ref(`t.${owner.column}`), sql.ref(`t.${column}`)];
    const isOver = over === undefined ? sql`true` : sql.raw(over);
    const { rows } = await this.database.asService('platform.retention', () =>
      sql<{ forgotten: number }>`
        with rules as (
          select user_id, days from retention_rules
          where kind = ${kind} and user_id <> all ((select app.owners_at_rest())::uuid[])
        ), gone as (
          delete from ${name} t where ctid = any(array(
            select t.ctid from rules join ${name} t on ${of} = rules.user_id
            where ${age} < now() - rules.days * interval '1 day' and ${isOver}
            limit ${Math.min(atMost, atOnce ?? atMost)} for update of t skip locked))
          returning ${of} as user_id
        ), counted as (
          select user_id, count(*) as deleted from gone group by user_id
        ), told as (
          insert into retention_runs as run (user_id, kind, day, deleted)
          select user_id, ${kind}, (now() at time zone 'utc')::date, coalesce(deleted, 0)
          from rules left join counted using (user_id) order by user_id
          on conflict (user_id, kind, day) do update set deleted = run.deleted + excluded.deleted, ran_at = now()
            where excluded.deleted > 0 or run.ran_at < now() - interval '1 hour'
        )
        select count(*)::int as forgotten from gone`.execute(this.tables),
    );
    return rows[0]?.forgotten ?? 0;
  }

  forgetOld(before: Date, atMost: number): Promise<number> {
    const rows = { table: 'retention_runs', column: 'ran_at' } as const;
    return this.database.asService('platform.retention', () =>
      deleteOldest(this.tables, rows, before, atMost),
    );
  }
}
