import { Injectable } from '@nestjs/common';
import { type RawBuilder, sql } from 'kysely';
import { Database } from '#platform/database/database';
import { AT_WORK, cancelled } from '../runs/execution-row.repository.js';

/** Which instances of an owner are meant; those of one workflow where it is named. */
export interface Selection {
  readonly workflowId?: string | undefined;
  readonly ids?: readonly string[] | undefined;
  readonly version?: number | undefined;
  readonly step?: string | undefined;
  readonly errorCode?: string | undefined;
}

/** Instances that stand at the same step of the same version. */
export interface Place {
  readonly workflowId: string;
  readonly version: number;
  readonly step: string | null;
  readonly count: number;
}

/** Where instances go on. */
export interface Target {
  readonly version: number;
  readonly step: string | null;
  readonly outside: boolean;
  readonly awaits: string | null;
  readonly awaits_match: Record<string, unknown> | null;
}

/** How failed ones go on. */
export interface Retry {
  readonly target: Target;
  readonly from: 'failed' | 'start' | 'step';
  /** Whether a lead may be in one instance alone. */
  readonly oneAtATime: boolean;
}

export interface Retried {
  readonly changed: number;
  readonly refused: number;
}

type PausedBy = 'owner' | 'workflow';

/** Somebody else holds the key, or nobody does. */
const IN_LINE = sql<boolean>`(concurrency_key is not null and not exists (
  select from workflow_keys held where held.execution_id = workflow_executions.id and held.created_by = workflow_executions.created_by
    and held.key = 'c:' || concurrency_key and not held.lasting))`;

/** Pauses, ends, moves and begins anew, however many, in one statement each. */
@Injectable()
export class SteeringRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('workflow_executions', 'workflow_keys', 'workflow_steps', 'workflow_figures');
  }

  async pause(ownerId: string, meant: Selection, by: PausedBy): Promise<number> {
    const { numAffectedRows = 0n } = await sql`
      update workflow_executions set
        status = case when ${AT_WORK} then status else 'paused' end,
        wanted = case when ${AT_WORK} then 'paused' end,
        held_due = case when ${AT_WORK} then null else due_at end,
        due_at = case when ${AT_WORK} then due_at end,
        paused_by = ${by}
      where ${this.among(ownerId, meant)} and completed_at is null and status <> 'paused' and wanted is null`.execute(
      this.tables,
    );
    return Number(numAffectedRows);
  }

  /** What fell due meanwhile is done at once. Who has a key and does not hold it stands in line, as before. */
  async resume(ownerId: string, meant: Selection, by: PausedBy | null): Promise<number> {
    const whose = by === null ? sql`` : sql`and paused_by = ${by}`;
    const { numAffectedRows = 0n } = await sql`
      update workflow_executions set
        status = case when status <> 'paused' then status when started_at is null or ${IN_LINE} then 'pending' else 'waiting' end,
        due_at = case when status = 'paused' then held_due else due_at end,
        held_due = null, wanted = null, paused_by = null
      where ${this.among(ownerId, meant)} and completed_at is null and (status = 'paused' or wanted = 'paused') ${whose}`.execute(
      this.tables,
    );
    return Number(numAffectedRows);
  }

  /** Answers those that are over with it; those at work are, once their call is. */
  async cancel(ownerId: string, meant: Selection): Promise<{ asked: number; over: string[] }> {
    const { rows } = await sql<{ id: string; over: boolean }>`
      update workflow_executions set ${cancelled('asked for')}
      where ${this.among(ownerId, meant)} and completed_at is null
      returning id, completed_at is not null as over`.execute(this.tables);
    return { asked: rows.length, over: rows.filter(({ over }) => over).map(({ id }) => id) };
  }

  /** Where those stand that are meant: failed ones, or those that could be taken to another version. */
  async places(ownerId: string, meant: Selection, which: 'failed' | 'movable'): Promise<Place[]> {
    const { rows } = await sql<Place>`
      select workflow_id as "workflowId", version, step, count(*)::int as count from workflow_executions
      where ${this.among(ownerId, meant)} and ${this.which(which)}
      group by workflow_id, version, step order by workflow_id, version, step`.execute(this.tables);
    return rows;
  }

  /**
   * Lets failed ones go on. At the step that failed it is the same visit again, so that what it has done is not done twice;
   * anywhere else a new one begins, and from the start without what steps have left. Where a lead is in one instance at a time, it
   * goes on in the newest, unless it has entered anew meanwhile: `refused` are those.
   */
  async retry(
    ownerId: string,
    meant: Selection,
    place: Place,
    { target, from, oneAtATime }: Retry,
  ): Promise<Retried> {
    const { rows } = await sql<Retried>`
      with meant as (
        select id, case when ${oneAtATime}::boolean then 'e:' || lead_id end as key, created_at from workflow_executions
        where ${this.among(ownerId, meant)} and ${this.which('failed')} and ${this.standing(place)} for update
      ), kept as (
        insert into workflow_keys (created_by, workflow_id, key, execution_id, lasting)
        select distinct on (key) ${ownerId}::uuid, ${place.workflowId}, key, id, false from meant
        where key is not null order by key, created_at desc, id desc
        on conflict do nothing returning execution_id
      ), retried as (
        update workflow_executions set
          status = 'pending', completed_at = null, due_at = now(), since = clock_timestamp(), seen = pg_current_snapshot(),
          seen_by = pg_current_xact_id(), looked = false, failures = 0,
          state = null, woken = null, reason = null, error_code = null, error_message = null, output_data = null,
          seq = seq + ${from === 'failed' ? 0 : 1}::int,
          outputs = case when ${from === 'start'}::boolean then '{}' else outputs end,
          ${this.at(target)}
        where created_by = ${ownerId}
          and id in (select id from meant where key is null union all select execution_id from kept)
        returning id
      )
      select changed, meant - changed as refused from (
        select (select count(*)::int from meant) as meant, (select count(*)::int from retried) as changed
      ) counted`.execute(this.tables);
    const retried = rows[0] ?? { changed: 0, refused: 0 };
    if (from === 'failed')
      await this.recount(ownerId, place, target, { entered: retried.changed, failed: -retried.changed });
    return retried;
  }

  /** Takes those that stand somewhere to another version; what they wait for, and until when, stays. */
  async move(ownerId: string, meant: Selection, place: Place, target: Target): Promise<number> {
    const { rows } = await sql<{ entered: boolean; failed: boolean }>`
      update workflow_executions set ${this.at(target)}
      where ${this.among(ownerId, meant)} and ${this.which('movable')} and ${this.standing(place)}
      returning status = 'failed' as failed, exists (
        select from workflow_steps visit where visit.execution_id = workflow_executions.id and visit.seq = workflow_executions.seq
      ) as entered`.execute(this.tables);
    const [entered, failed] = [
      rows.filter((row) => row.entered).length,
      rows.filter((row) => row.failed).length,
    ];
    await this.recount(ownerId, place, target, { entered, failed });
    return rows.length;
  }

  /** Counts visits where they go on, and no longer where they were; `failed` below zero are no failures any more. */
  private async recount(
    ownerId: string,
    { workflowId, version, step }: Place,
    target: Target,
    { entered, failed }: { entered: number; failed: number },
  ): Promise<void> {
    const rows = [
      { version, step, entered: -entered, failed: -Math.abs(failed) },
      { version: target.version, step: target.step, entered, failed: Math.max(0, failed) },
    ].filter((row) => row.step !== null);
    await sql`
      insert into workflow_figures as known (created_by, workflow_id, version, step, entered, failed)
      select ${ownerId}::uuid, ${workflowId}, version, step, sum(entered), sum(failed)
      from json_to_recordset(${JSON.stringify(rows)}::json) as given (version integer, step text, entered integer, failed integer)
      group by version, step having sum(entered) <> 0 or sum(failed) <> 0 order by version, step
      on conflict (created_by, workflow_id, version, step) do update set entered = known.entered + excluded.entered,
        failed = known.failed + excluded.failed`.execute(this.tables);
  }

  private at({ version, step, outside, awaits, awaits_match }: Target): RawBuilder<unknown> {
    return sql`version = ${version}::integer, step = ${step}::text, outside = ${outside}::boolean, awaits = ${awaits}::text,
      awaits_match = ${awaits_match && JSON.stringify(awaits_match)}::jsonb`;
  }

  private standing({ workflowId, version, step }: Place): RawBuilder<unknown> {
    return sql`workflow_id = ${workflowId} and version = ${version} and step is not distinct from ${step}::text`;
  }

  private which(which: 'failed' | 'movable'): RawBuilder<unknown> {
    if (which === 'failed') return sql`status = 'failed'`;
    return sql`(completed_at is null or status = 'failed') and not ${AT_WORK}`;
  }

  private among(
    ownerId: string,
    { workflowId, ids, version, step, errorCode }: Selection,
  ): RawBuilder<unknown> {
    const conditions = [
      sql`created_by = ${ownerId}`,
      ...(workflowId === undefined ? [] : [sql`workflow_id = ${workflowId}`]),
      ...(ids === undefined ? [] : [sql`id = any(${[...ids]}::uuid[])`]),
      ...(version === undefined ? [] : [sql`version = ${version}`]),
      ...(step === undefined ? [] : [sql`step = ${step}`]),
      ...(errorCode === undefined ? [] : [sql`error_code = ${errorCode}`]),
    ];
    return sql.join(conditions, sql` and `);
  }
}
