import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { Condition } from '#platform/clock/look.repository';
import { Database } from '#platform/database/database';
import type { VersionRef } from '../definitions/version.repository.js';
import { EXECUTION_COLUMNS, type ExecutionRow, toExecution } from './execution-row.repository.js';
import type { Execution } from './visit.js';

/** Steps within the database, and those that reach beyond it: neither keeps the other waiting. */
type Lane = 'inside' | 'outside';

/** Instances that are held, and when. */
export interface Taken {
  readonly executions: readonly Execution[];
  /** By the clock of the database, which has said that they are due. */
  readonly now: Date;
  /** What of the world their steps can see at least, as Postgres writes a snapshot. */
  readonly seen: string | null;
}

/** For how long what could not be taken further is left alone. */
const STANDS_BACK = '1 minute';

/** Instances whose time has come. */
@Injectable()
export class ClaimRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('workflow_executions', 'workflow_keys');
  }

  /** Whether an instance is due. */
  isAnyDue(lane: Lane): Condition {
    return sql<boolean>`
      exists (
        select from workflow_executions where outside = ${lane === 'outside'} and due_at <= now()
          and created_by <> all ((select app.owners_at_rest())::uuid[])
      )`;
  }

  /** Owners with something due: one look into the index for each who has anything open. */
  owners(lane: Lane): Promise<string[]> {
    const next = sql`
      select created_by, due_at from workflow_executions
      where due_at is not null and outside = ${lane === 'outside'}`;
    return this.database.asService('workflows.due', async () => {
      const { rows } = await sql<{ owner: string }>`
        with recursive owner as (
          (${next} order by created_by, due_at limit 1)
          union all
          select following.created_by, following.due_at from owner cross join lateral (
            ${next} and workflow_executions.created_by > owner.created_by order by created_by, due_at limit 1
          ) following
        )
        select created_by as owner from owner where due_at <= now()
          and created_by <> all ((select app.owners_at_rest())::uuid[]) order by due_at`.execute(this.tables);
      return rows.map(({ owner }) => owner);
    });
  }

  /** Those of the owner that are due longest and that nobody else holds, held until the transaction ends; `among` these alone. */
  async take(
    ownerId: string,
    lane: Lane,
    atMost: number,
    among: readonly string[] | null = null,
  ): Promise<Taken> {
    const meant = among === null ? sql`` : sql`and id = any(${[...among]}::uuid[])`;
    const { rows } = await sql<ExecutionRow & { now: string; seen: string }>`
      select ${EXECUTION_COLUMNS}, clock_timestamp() as now, pg_current_snapshot()::text as seen from workflow_executions
      where created_by = ${ownerId} and outside = ${lane === 'outside'} and due_at <= now() ${meant}
      order by due_at limit ${sql.lit(atMost)} for update skip locked`.execute(this.tables);
    const [first] = rows;
    return {
      executions: rows.map(toExecution),
      now: new Date(first?.now ?? Number.NaN),
      seen: first?.seen ?? null,
    };
  }

  /** Lets those that could not be taken further stand back for a while, so that others come first. */
  async postpone(ownerId: string, ids: readonly string[]): Promise<void> {
    await sql`
      update workflow_executions set due_at = now() + ${sql.lit(STANDS_BACK)}::interval
      where created_by = ${ownerId} and id = any(${[...ids]}::uuid[]) and due_at <= now()`.execute(
      this.tables,
    );
  }

  /**
   * Which of these may begin: of those that share a key, one at a time. The others come again when it is their turn; that they
   * look again by themselves every minute costs little, and makes it certain.
   */
  async begin(ownerId: string, wanting: readonly Execution[]): Promise<ReadonlySet<string>> {
    const keyed = wanting.filter(({ concurrencyKey }) => concurrencyKey !== null);
    if (keyed.length === 0) return new Set(wanting.map(({ id }) => id));
    const rows = keyed.map(({ id, workflowId, concurrencyKey }) => ({
      id,
      workflowId,
      key: `c:${concurrencyKey}`,
    }));
    const { rows: held } = await sql<{ id: string }>`
      with wanted as (
        select distinct on ("workflowId", key) * from json_to_recordset(${JSON.stringify(rows)}::json)
          as given (id uuid, "workflowId" text, key text) order by "workflowId", key, id
      ), kept as (
        insert into workflow_keys (created_by, workflow_id, key, execution_id, lasting)
        select ${ownerId}::uuid, "workflowId", key, id, false from wanted order by "workflowId", key
        on conflict do nothing returning execution_id
      ), ahead as (
        select execution_id from kept
        union select execution_id from workflow_keys where not lasting and execution_id = any(${keyed.map(({ id }) => id)}::uuid[])
          and starts_with(key, 'c:')
      ), waiting as (
        update workflow_executions set due_at = now() + interval '1 minute'
        where id = any(${keyed.map(({ id }) => id)}::uuid[]) and id not in (select execution_id from ahead)
      )
      select execution_id as id from ahead`.execute(this.tables);
    const mayBegin = new Set(held.map(({ id }) => id));
    return new Set(
      wanting
        .filter(({ id, concurrencyKey }) => concurrencyKey === null || mayBegin.has(id))
        .map(({ id }) => id),
    );
  }

  /** Of instances that run as a part of others: the versions of those that wait for them, up to the whole. */
  async wholesOf(ownerId: string, ids: readonly string[]): Promise<(VersionRef & { part: string })[]> {
    const parent = sql`
      join workflow_executions parent on parent.id = part.parent_id and parent.created_by = ${ownerId}
        and parent.state ->> 'child' = part.id::text and parent.completed_at is null`;
    const { rows } = await sql<VersionRef & { part: string }>`
      with recursive line as (
        select part.id as part, parent.* from workflow_executions part ${parent} where part.id = any(${[...ids]}::uuid[])
        union all
        select line.part, parent.* from line join workflow_executions part on part.id = line.id ${parent}
      )
      select part, workflow_id as "workflowId", coalesce(version, 0) as version from line`.execute(
      this.tables,
    );
    return rows;
  }
}
