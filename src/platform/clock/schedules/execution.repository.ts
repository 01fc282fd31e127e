import { Injectable } from '@nestjs/common';
import { type Selectable, sql } from 'kysely';
import { Database } from '#platform/database/database';
import { deleteOldest } from '#platform/database/delete-oldest';
import type { JobExecutionLogsTable } from '#platform/database/schema.generated';
import type { FiringPayload } from './schedule-kind.js';
import type { Execution, ExecutionStatus, Schedule } from './schedule.js';

/** A due time whose turn has come, with what its job is told. */
export interface Promoted {
  readonly id: string;
  readonly ownerId: string;
  readonly jobId: string;
  readonly kind: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly dueAt: string;
}

interface PromotedRow {
  readonly id: string;
  readonly user_id: string;
  readonly job_id: string;
  readonly job_type: string;
  readonly payload: Record<string, unknown>;
  readonly due_at: string;
}

/** How a firing ended. */
export interface Ended {
  readonly status: 'completed' | 'failed';
  readonly attempt: number;
  /** What its owner may be told. */
  readonly error: string | null;
}

/** Due times of schedules, and what became of them. */
@Injectable()
export class ExecutionRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('scheduled_jobs', 'job_execution_logs');
  }

  /** The last ones first. */
  async last(ownerId: string, scheduleId: string, limit: number): Promise<Execution[]> {
    const rows = await this.tables
      .selectFrom('job_execution_logs')
      .selectAll()
      .where('user_id', '=', ownerId)
      .where('schedule_id', '=', scheduleId)
      .orderBy('due_at', 'desc')
      .limit(limit)
      .execute();
    return rows.map(toExecution);
  }

  async find(
    ownerId: string,
    { jobId, dueAt }: FiringPayload,
  ): Promise<{ id: string; attempts: number; by_hand: boolean } | undefined> {
    const { rows } = await sql<{ id: string; attempts: number; by_hand: boolean }>`
      select log.id, log.attempts, log.by_hand from job_execution_logs as log join scheduled_jobs on scheduled_jobs.id = log.schedule_id
      where scheduled_jobs.user_id = ${ownerId} and scheduled_jobs.job_id = ${jobId}
        and log.due_at = ${dueAt}::timestamptz`.execute(this.tables);
    return rows[0];
  }

  /** A firing that its owner asks for now, of a schedule that is held; answers the time that it counts as due. */
  async addByHand(ownerId: string, schedule: Schedule, id: string): Promise<string> {
    const { rows } = await sql<{ due_at: string }>`
      with fired as (
        update scheduled_jobs set running = running + 1, attempts = attempts + 1, last_fired_at = clock_timestamp(),
          status = case when next_due_at is null and status <> 'paused' then 'running' else status end
        where id = ${schedule.id} and user_id = ${ownerId} returning *
      )
      insert into job_execution_logs (id, schedule_id, user_id, job_id, job_type, campaign_id, due_at, status, by_hand)
      select ${id}::uuid, id, user_id, job_id, job_type, campaign_id, clock_timestamp(), 'running', true from fired
      returning due_at`.execute(this.tables);
    return rows[0]?.due_at ?? '';
  }

  /** Nothing of these that still waits for its turn will have one. */
  async dropWaiting(ownerId: string, schedules: readonly Pick<Schedule, 'id'>[]): Promise<void> {
    const ids = schedules.map(({ id }) => id);
    await sql`
      update job_execution_logs set status = 'cancelled', finished_at = clock_timestamp()
      where user_id = ${ownerId} and schedule_id = any(${ids}::uuid[]) and status = 'waiting'`.execute(
      this.tables,
    );
  }

  /** What a firing has to tell its owner, beside how it ended. */
  async tell(ownerId: string, jobId: string, dueAt: string, results: object): Promise<void> {
    await sql`
      update job_execution_logs set results = ${JSON.stringify(results)}::jsonb
      where user_id = ${ownerId} and due_at = ${dueAt}::timestamptz and schedule_id = (
        select id from scheduled_jobs where user_id = ${ownerId} and job_id = ${jobId})`.execute(this.tables);
  }

  /** A try has failed that is followed by another. */
  async tried(id: string, { attempt, error }: Omit<Ended, 'status'>): Promise<void> {
    await this.database.asService('clock.schedules', () =>
      sql`
        update job_execution_logs set attempts = ${attempt}, error = ${error}
        where id = ${id} and status = 'running'`.execute(this.tables),
    );
  }

  /** Writes down how a firing ended, once, and frees its place; answers its schedule where another waits for that. */
  async end(id: string, { status, attempt, error }: Ended): Promise<string | undefined> {
    const { rows } = await this.database.asService('clock.schedules', () =>
      sql<{ id: string; waits: boolean }>`
        with ended as (
          update job_execution_logs set status = ${status}, attempts = ${attempt}, error = ${error},
            finished_at = clock_timestamp()
          where id = ${id} and status = 'running' returning schedule_id
        ), freed as (
          update scheduled_jobs set running = greatest(running - 1, 0), last_error = ${error},
            status = case when scheduled_jobs.status = 'running' and running <= 1 then ${status}::text
                     else scheduled_jobs.status end
          from ended where scheduled_jobs.id = ended.schedule_id returning scheduled_jobs.id
        )
        select id, exists (
          select from job_execution_logs as other where other.schedule_id = freed.id and other.status = 'waiting'
        ) as waits from freed`.execute(this.tables),
    );
    return rows.find(({ waits }) => waits)?.id;
  }

  /** Gives the first one that waits the place that has become free. */
  async promote(scheduleId: string): Promise<Promoted | undefined> {
    const { rows } = await sql<PromotedRow>`
      with place as (
        update scheduled_jobs set running = running + 1, attempts = attempts + 1, last_fired_at = clock_timestamp(),
          status = case when status in ('completed', 'failed') then 'running' else status end
        where id = ${scheduleId} and status <> 'paused' and running < max_instances and exists (
          select from job_execution_logs where schedule_id = ${scheduleId} and status = 'waiting')
        returning *
      )
      update job_execution_logs set status = 'running', execution_time = clock_timestamp(), checked_at = clock_timestamp()
      from place where job_execution_logs.id = (
        select id from job_execution_logs as first where first.schedule_id = place.id and first.status = 'waiting'
        order by first.due_at limit 1)
      returning job_execution_logs.id, place.user_id, place.job_id, place.job_type, place.payload, due_at`.execute(
      this.tables,
    );
    const [row] = rows;
    if (!row) return undefined;
    const { id, user_id: ownerId, job_id: jobId, job_type: kind, payload, due_at: dueAt } = row;
    return { id, ownerId, jobId, kind, payload, dueAt };
  }

  /** Some that have been at work for long and have not been looked at lately, by the names of their kinds. */
  async longAtWork(seconds: number, atMost: number): Promise<{ id: string; kind: string }[]> {
    const { rows } = await sql<{ id: string; kind: string }>`
      update job_execution_logs set checked_at = clock_timestamp() where id = any (array(
        select id from job_execution_logs
        where status = 'running' and checked_at < statement_timestamp() - make_interval(secs => ${seconds})
        order by checked_at limit ${atMost} for update skip locked))
      returning id, job_type as kind`.execute(this.tables);
    return rows;
  }

  forgetExecutions(before: Date, atMost: number): Promise<number> {
    const from = { table: 'job_execution_logs', column: 'execution_time' } as const;
    return this.database.asService('platform.retention', () =>
      deleteOldest(this.tables, from, before, atMost),
    );
  }
}

function toExecution(row: Selectable<JobExecutionLogsTable>): Execution {
  return {
    id: row.id,
    dueAt: row.due_at,
    executionTime: row.execution_time,
    finishedAt: row.finished_at,
    status: row.status as ExecutionStatus,
    byHand: row.by_hand,
    attempts: row.attempts,
    error: row.error,
    results: row.results as Record<string, unknown>,
  };
}
