import { Injectable } from '@nestjs/common';
import { type Selectable, sql } from 'kysely';
import { Database } from '#platform/database/database';
import type { Condition } from '../look.repository.js';
import type { ScheduledJobsTable } from '#platform/database/schema.generated';
import type { Schedule } from './schedule.js';
import { toSchedule } from './schedule.repository.js';

/** A schedule whose time has come, and whose it is. */
export interface ClaimedSchedule extends Schedule {
  readonly ownerId: string;
}

/** One due time as it is written down. */
export interface NewExecution {
  readonly id: string;
  readonly schedule: ClaimedSchedule;
  readonly dueAt: Date;
  readonly status: 'running' | 'waiting' | 'missed' | 'skipped';
  readonly error?: string;
}

/** How a claimed schedule goes on. */
export interface Progress {
  readonly id: string;
  readonly next: Date | null;
  readonly running: number;
  readonly fired: number;
  readonly missed: string | null;
}

/** Schedules of all tenants whose time has come: claimed, and moved on. */
@Injectable()
export class FiringRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('scheduled_jobs', 'job_execution_logs');
  }

  /** Whether one is due within the next seconds. */
  isNear(): Condition {
    return sql<boolean>`
      exists (select from scheduled_jobs where status = 'scheduled' and next_due_at < now() + interval '2 seconds')`;
  }

  /** Milliseconds until the next time is due, below 0 where one is; null when nothing is scheduled. One look at an index. */
  async untilNext(): Promise<number | null> {
    return this.database.asService('clock.schedules', async () => {
      const { rows } = await sql<{ ms: number }>`
        select (extract(epoch from next_due_at - clock_timestamp()) * 1000)::float8 as ms
        from scheduled_jobs where status = 'scheduled' and next_due_at is not null and user_id <> all ((select app.owners_at_rest())::uuid[])
        order by next_due_at limit 1`.execute(this.tables);
      return rows[0]?.ms ?? null;
    });
  }

  /**
   * The longest due, held for the rest of the transaction, and the time of the database; what others hold is theirs. No index is
   * asked for what is before `clock_timestamp()`, which is another time for every row.
   */
  async claim(atMost: number): Promise<{ now: Date; due: ClaimedSchedule[] }> {
    const { rows } = await sql<Selectable<ScheduledJobsTable> & { now: string }>`
      select scheduled_jobs.*, clock_timestamp() as now from scheduled_jobs
      where status = 'scheduled' and next_due_at <= statement_timestamp() and user_id <> all ((select app.owners_at_rest())::uuid[])
      order by next_due_at limit ${atMost} for update skip locked`.execute(this.tables);
    const [first] = rows;
    const due = rows.map((row) => ({ ...toSchedule(row), ownerId: row.user_id }));
    return { now: new Date(first?.now ?? Number.NaN), due };
  }

  /** Writes down due times in one statement; answers the ids of those that nobody has written down before. */
  async record(executions: readonly NewExecution[]): Promise<Set<string>> {
    if (executions.length === 0) return new Set();
    const rows = executions.map(({ id, schedule, dueAt, status, error }) => ({
      id,
      schedule_id: schedule.id,
      user_id: schedule.ownerId,
      job_id: schedule.jobId,
      job_type: schedule.kind,
      campaign_id: schedule.campaignId,
      due_at: dueAt,
      status,
      error: error ?? null,
    }));
    const { rows: added } = await sql<{ id: string }>`
      insert into job_execution_logs (id, schedule_id, user_id, job_id, job_type, campaign_id, due_at, execution_time, status,
                                      error, finished_at)
      select r.id, r.schedule_id, r.user_id, r.job_id, r.job_type, r.campaign_id, r.due_at, clock_timestamp(), r.status,
             r.error, case when r.status in ('missed', 'skipped') then clock_timestamp() end
      from json_to_recordset(${JSON.stringify(rows)}::json) as r(
        id uuid, schedule_id uuid, user_id uuid, job_id text, job_type text, campaign_id uuid, due_at timestamptz,
        status text, error text)
      on conflict (schedule_id, due_at) do nothing returning id`.execute(this.tables);
    return new Set(added.map(({ id }) => id));
  }

  /** Moves claimed schedules on in one statement; one that no time is to come for is over as soon as nothing of it is at work. */
  async advance(progress: readonly Progress[]): Promise<void> {
    await sql`
      update scheduled_jobs set
        next_due_at = r.next, running = scheduled_jobs.running + r.running, attempts = attempts + r.fired,
        last_fired_at = case when r.fired > 0 then clock_timestamp() else last_fired_at end,
        last_error = coalesce(r.missed, last_error),
        status = case
          when r.next is not null then 'scheduled'
          when scheduled_jobs.running + r.running > 0 then 'running'
          when r.missed is not null then 'failed'
          else 'completed' end
      from json_to_recordset(${JSON.stringify(progress)}::json) as r(
        id uuid, next timestamptz, running integer, fired integer, missed text)
      where scheduled_jobs.id = r.id`.execute(this.tables);
  }
}
