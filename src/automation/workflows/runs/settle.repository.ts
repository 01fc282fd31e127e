import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { storableJson } from '#kernel/storable-json';
import { Database } from '#platform/database/database';
import { cancelled } from './execution-row.repository.js';
import type { Settlement } from './settlement.js';
import type { Visit } from './visit.js';

/** Writes down what came of visits, a batch in four statements. */
@Injectable()
export class SettleRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables(
      'workflow_executions',
      'workflow_steps',
      'workflow_figures',
      'workflow_keys',
      'workflow_approvals',
    );
  }

  /**
   * All of an owner's; those that somebody else has taken up meanwhile are left alone. Answers which were written. `seen` is what
   * their steps could see at least: what it does not hold counts for who waits from now on.
   */
  async settle(
    ownerId: string,
    settlements: readonly Settlement[],
    { visits, seen }: { visits: ReadonlyMap<string, Visit>; seen: string | null },
  ): Promise<ReadonlySet<string>> {
    if (settlements.length === 0) return new Set();
    const over = await this.move(ownerId, settlements, seen);
    const written = settlements.filter(({ id }) => over.has(id));
    const known = await this.record(ownerId, written);
    await this.count(ownerId, written, { visits, known });
    const ended = written.filter(({ id }) => over.get(id)).map(({ id }) => id);
    if (ended.length > 0) await this.leave(ownerId, ended);
    return new Set(over.keys());
  }

  /** By the ids of those that were written, whether they are over. What a person wants of one that was at work is done now. */
  private async move(
    ownerId: string,
    settlements: readonly Settlement[],
    seen: string | null,
  ): Promise<Map<string, boolean>> {
    const rows = settlements.map((settlement) => ({ ...settlement, record: undefined }));
    const { rows: moved } = await sql<{ id: string; over: boolean }>`
      with given as (
        select * from json_to_recordset(${storableJson(rows)}::json) as given (
          id uuid, attempt integer, status text, step text, seq integer, looked boolean, outside boolean, due_at timestamptz,
          failures integer, state jsonb, awaits text, awaits_match jsonb, outputs jsonb, reason text, error_code text,
          error_message text)
      ), settled as (
        select given.*, case
          when given.status in ('completed', 'failed', 'cancelled') then given.status
          else coalesce(execution.wanted, given.status) end as becomes
        from given join workflow_executions execution on execution.id = given.id
        where execution.created_by = ${ownerId} and (given.attempt is null or execution.attempt = given.attempt)
          and execution.completed_at is null and execution.status <> 'paused'
      )
      update workflow_executions execution set
        status = becomes, step = settled.step, looked = settled.looked, outside = settled.outside,
        since = case when settled.seq > execution.seq then clock_timestamp() else coalesce(execution.since, clock_timestamp()) end,
        seen = case when settled.awaits is null then null when settled.seq > execution.seq
          then coalesce(${seen}::pg_snapshot, pg_current_snapshot()) else execution.seen end,
        seen_by = case when settled.awaits is null then null when settled.seq > execution.seq
          then pg_current_xact_id() else execution.seen_by end,
        seq = settled.seq,
        due_at = case when becomes not in ('running', 'waiting') then null
          when settled.seq > execution.seq then now() else settled.due_at end,
        held_due = case when becomes = 'paused' then settled.due_at end,
        attempt = execution.attempt + settled.outside::int,
        wanted = case when becomes = settled.status then execution.wanted end,
        failures = settled.failures, state = settled.state, awaits = settled.awaits, awaits_match = settled.awaits_match,
        woken = case when settled.seq > execution.seq or settled.awaits is null then null else execution.woken end,
        outputs = execution.outputs || coalesce(settled.outputs, '{}'),
        reason = case when becomes = settled.status then settled.reason else 'asked for' end,
        error_code = settled.error_code, error_message = settled.error_message,
        started_at = coalesce(execution.started_at, now()),
        completed_at = case when becomes in ('completed', 'failed', 'cancelled') then now() end,
        output_data = case when becomes = 'completed' then execution.outputs || coalesce(settled.outputs, '{}') end
      from settled where execution.id = settled.id
      returning execution.id, execution.completed_at is not null as over`.execute(this.tables);
    return new Map(moved.map(({ id, over }) => [id, over]));
  }

  /** Answers whose visit was written down before. */
  private async record(ownerId: string, settlements: readonly Settlement[]): Promise<ReadonlySet<string>> {
    const records = settlements.flatMap(({ id, record }) => (record ? [{ id, ...record }] : []));
    if (records.length === 0) return new Set();
    const { rows } = await sql<{ id: string }>`
      with given as (
        select * from json_to_recordset(${storableJson(records)}::json) as given (
          id uuid, seq integer, step text, type text, status text, attempts integer, exit text, input jsonb, output jsonb,
          error_code text, error text, due_at timestamptz)
      ), written as (
      insert into workflow_steps as known (execution_id, seq, created_by, step, type, status, attempts, exit, input, output,
        error_code, error, due_at, finished_at)
      select id, seq, ${ownerId}::uuid, step, type, status, attempts, exit, input, output, error_code, error, due_at,
        case when status in ('done', 'skipped', 'failed') then clock_timestamp() end
      from given
      on conflict (execution_id, seq) do update set status = excluded.status, attempts = excluded.attempts,
        exit = excluded.exit, output = excluded.output, error_code = excluded.error_code, error = excluded.error,
        due_at = excluded.due_at, finished_at = excluded.finished_at
      )
      select given.id from given join workflow_steps former on former.execution_id = given.id and former.seq = given.seq`.execute(
      this.tables,
    );
    return new Set(rows.map(({ id }) => id));
  }

  private async count(
    ownerId: string,
    settlements: readonly Settlement[],
    { visits, known }: { visits: ReadonlyMap<string, Visit>; known: ReadonlySet<string> },
  ): Promise<void> {
    const counted = settlements.flatMap(({ id, record }) => {
      const execution = visits.get(id)?.execution;
      if (!record || !execution) return [];
      const { workflowId: workflow, version } = execution;
      const entered = known.has(id) ? 0 : 1;
      return [{ workflow, version, step: record.step, entered, status: record.status }];
    });
    if (counted.length === 0) return;
    await sql`
      insert into workflow_figures as known (created_by, workflow_id, version, step, entered, done, skipped, failed)
      select ${ownerId}::uuid, workflow, version, step, sum(entered), count(*) filter (where status = 'done'),
        count(*) filter (where status = 'skipped'), count(*) filter (where status = 'failed')
      from json_to_recordset(${JSON.stringify(counted)}::json)
        as given (workflow text, version integer, step text, entered integer, status text)
      group by workflow, version, step
      having sum(entered) > 0 or count(*) filter (where status in ('done', 'skipped', 'failed')) > 0
      order by workflow, version, step
      on conflict (created_by, workflow_id, version, step) do update set entered = known.entered + excluded.entered,
        done = known.done + excluded.done, skipped = known.skipped + excluded.skipped, failed = known.failed + excluded.failed`.execute(
      this.tables,
    );
  }

  /**
   * What instances that are over leave behind: their keys are free, who stands in line for one is next, who waits for them as
   * part of its own flow is woken, and nobody is asked to decide for them any more. What runs as a part of them is over, too.
   */
  async leave(ownerId: string, ids: readonly string[]): Promise<void> {
    await sql`
      with freed as (
        delete from workflow_keys where execution_id = any(${[...ids]}::uuid[]) and not lasting and created_by = ${ownerId}
        returning workflow_id, key
      ), next as (
        select distinct on (waiting.workflow_id, waiting.concurrency_key) waiting.id
        from freed join workflow_executions waiting on waiting.created_by = ${ownerId}
          and waiting.workflow_id = freed.workflow_id and 'c:' || waiting.concurrency_key = freed.key
          and waiting.status = 'pending'
        order by waiting.workflow_id, waiting.concurrency_key, waiting.created_at, waiting.id
      ), asked as (
        update workflow_approvals set status = 'cancelled'
        where execution_id = any(${[...ids]}::uuid[]) and status = 'waiting' and created_by = ${ownerId}
      ), left_off as (
        update workflow_steps set status = 'skipped', error = 'The instance was over.', finished_at = now()
        where execution_id = any(${[...ids]}::uuid[]) and status in ('running', 'waiting', 'retrying')
        returning execution_id, step
      ), counted as (
        insert into workflow_figures as known (created_by, workflow_id, version, step, ended, goal)
        select ${ownerId}::uuid, ended.workflow_id, ended.version, left_off.step, count(*) filter (where ended.reason is distinct from 'goal'),
          count(*) filter (where ended.reason = 'goal')
        from left_off join workflow_executions ended on ended.id = left_off.execution_id and ended.version is not null
        group by ended.workflow_id, ended.version, left_off.step order by ended.workflow_id, ended.version, left_off.step
        on conflict (created_by, workflow_id, version, step) do update set ended = known.ended + excluded.ended,
          goal = known.goal + excluded.goal
      ), parents as (
        select parent.id, child.status, child.outputs from workflow_executions child
        join workflow_executions parent on parent.id = child.parent_id and parent.created_by = ${ownerId}
          and parent.state ->> 'child' = child.id::text
        where child.id = any(${[...ids]}::uuid[])
      ), called as (
        update workflow_executions set due_at = now() where id in (select id from next) and due_at is not null
      )
      update workflow_executions execution set
        woken = jsonb_build_object('status', parents.status, 'outputs', parents.outputs),
        due_at = case when execution.status = 'waiting' then now() end,
        held_due = case when execution.status = 'paused' then now() end
      from parents where execution.id = parents.id and execution.status in ('waiting', 'paused')`.execute(
      this.tables,
    );
    const parts = await this.endParts(ownerId, ids);
    if (parts.length > 0) await this.leave(ownerId, parts);
  }

  /** Ends instances that these wait for as a part of their own flow; answers those that are over with it. */
  private async endParts(ownerId: string, ids: readonly string[]): Promise<string[]> {
    const { rows } = await sql<{ id: string; over: boolean }>`
      update workflow_executions set ${cancelled('its parent is over')}
      where completed_at is null and id in (
        select child.id from workflow_executions parent join workflow_executions child on child.parent_id = parent.id
          and child.created_by = ${ownerId} and parent.state ->> 'child' = child.id::text
        where parent.id = any(${[...ids]}::uuid[]) and parent.completed_at is not null
      )
      returning id, completed_at is not null as over`.execute(this.tables);
    return rows.filter(({ over }) => over).map(({ id }) => id);
  }
}
