import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { Page } from '#kernel/page';
import { Database } from '#platform/database/database';
import { BY_ID, newestFirst } from '#platform/database/newest-first';
import { OPEN, type RunRow, toRun } from './run-row.repository.js';
import type { HeldRun, Run, RunError, RunLimits, RunTrigger } from './run.js';

export interface NewRun {
  readonly id: string;
  readonly agent: string;
  readonly task: string;
  readonly trigger: RunTrigger;
  readonly input: unknown;
  readonly limits: RunLimits;
}

export interface RunQuery {
  readonly agent?: string | undefined;
  readonly status?: Run['status'] | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
  readonly offset?: number | undefined;
}

/** How a run ends, or that it waits. */
export type RunEnding =
  | { readonly status: 'completed'; readonly output: unknown }
  | { readonly status: 'failed' | 'cancelled'; readonly error: RunError }
  | { readonly status: 'waiting' | 'queued' };

/** Runs as their owners see them, and as the worker that holds one writes them. */
@Injectable()
export class RunRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('agent_runs');
  }

  /** Adds a run unless `most` of the owner's are open. */
  async add(userId: string, run: NewRun, most: number): Promise<boolean> {
    const { id, agent, task, trigger } = run;
    const { rows } = await sql<{ id: string }>`
      insert into agent_runs (id, user_id, agent, task, trigger, input, limits)
      select ${id}, ${userId}, ${agent}, ${task}, ${trigger}, ${JSON.stringify(run.input)}, ${JSON.stringify(run.limits)}
      where (select count(*) from agent_runs where user_id = ${userId} and status in ('queued', 'running', 'waiting')) < ${most}
      returning id`.execute(this.tables);
    return rows.length === 1;
  }

  async find(userId: string, id: string): Promise<Run | undefined> {
    const row = await this.tables
      .selectFrom('agent_runs')
      .selectAll()
      .where('user_id', '=', userId)
      .where('id', '=', id)
      .executeTakeFirst();
    return row && toRun(row as RunRow);
  }

  async many(userId: string, ids: readonly string[]): Promise<Run[]> {
    const rows = await this.tables
      .selectFrom('agent_runs')
      .selectAll()
      .where('user_id', '=', userId)
      .where(sql<boolean>`id = any(${[...ids]}::uuid[])`)
      .execute();
    return rows.map((row) => toRun(row as RunRow));
  }

  /** Newest first. */
  async list(userId: string, query: RunQuery): Promise<Page<Run>> {
    let wanted = this.tables.selectFrom('agent_runs').selectAll().where('user_id', '=', userId);
    if (query.agent !== undefined) wanted = wanted.where('agent', '=', query.agent);
    if (query.status !== undefined) wanted = wanted.where('status', '=', query.status);
    const { items, nextCursor } = await newestFirst(wanted, query, BY_ID);
    return { items: items.map((row) => toRun(row as RunRow)), nextCursor };
  }

  /** The newest run of each agent that has had one. */
  async latest(userId: string, agents: readonly string[]): Promise<Run[]> {
    const { rows } = await sql<RunRow>`
      select newest.* from unnest(${agents}::text[]) as wanted (agent)
      cross join lateral (
        select * from agent_runs where user_id = ${userId} and agent = wanted.agent
        order by created_at desc, id desc limit 1
      ) as newest`.execute(this.tables);
    return rows.map(toRun);
  }

  /** Takes the run for one worker: waiting in the queue, or left by a worker that is gone. */
  async claim(userId: string, id: string, leaseSeconds: number): Promise<Run | undefined> {
    const { rows } = await sql<RunRow>`
      update agent_runs
      set status = 'running', attempt = attempt + 1, revision = revision + 1, started_at = coalesce(started_at, now()),
        lease_until = now() + make_interval(secs => ${leaseSeconds})
      where user_id = ${userId} and id = ${id}
        and (status = 'queued' or (status = 'running' and lease_until < now()))
      returning *`.execute(this.tables);
    return rows[0] && toRun(rows[0]);
  }

  /** Answers whether the run was still this worker's. */
  async end(run: HeldRun, ending: RunEnding): Promise<boolean> {
    const over = ending.status !== 'waiting' && ending.status !== 'queued';
    const output = ending.status === 'completed' ? JSON.stringify(ending.output) : null;
    const error = 'error' in ending ? JSON.stringify(ending.error) : null;
    const { rows } = await sql<{ id: string }>`
      update agent_runs
      set status = ${ending.status}, output = ${output}, error = ${error}, lease_until = null, revision = revision + 1,
        progress = case when ${ending.status === 'completed'} then 100 else progress end,
        queued_at = case when ${ending.status === 'queued'} then now() else queued_at end,
        finished_at = case when ${over} then now() end
      where user_id = ${run.userId} and id = ${run.id} and status = 'running' and attempt = ${run.attempt}
      returning id`.execute(this.tables);
    return rows.length === 1;
  }

  async note(run: HeldRun, progress: number, note: string): Promise<void> {
    await sql`
      update agent_runs set progress = greatest(progress, ${progress}), progress_note = ${note}, revision = revision + 1
      where user_id = ${run.userId} and id = ${run.id} and status = 'running' and attempt = ${run.attempt}`.execute(
      this.tables,
    );
  }

  /** Ends an open run that nobody works on, and tells a worker that it should end one it works on. */
  async cancel(userId: string, id: string, error: RunError): Promise<Run | undefined> {
    const { rows } = await sql<RunRow>`
      update agent_runs
      set cancel_requested_at = coalesce(cancel_requested_at, now()), revision = revision + 1,
        status = case when status = 'running' then status else 'cancelled' end,
        error = case when status = 'running' then error else ${JSON.stringify(error)}::jsonb end,
        finished_at = case when status = 'running' then null else now() end
      where user_id = ${userId} and id = ${id} and status in ${OPEN}
      returning *`.execute(this.tables);
    return rows[0] && toRun(rows[0]);
  }

  /** Moves a run that waits for a decision: on, or to its end. */
  async decide(userId: string, id: string, error: RunError | null): Promise<boolean> {
    const { rows } = await sql<{ id: string }>`
      update agent_runs
      set status = ${error ? 'cancelled' : 'queued'}, error = ${error && JSON.stringify(error)}, revision = revision + 1,
        queued_at = now(), finished_at = case when ${error !== null} then now() end
      where user_id = ${userId} and id = ${id} and status = 'waiting'
      returning id`.execute(this.tables);
    return rows.length === 1;
  }
}
