import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { Condition } from '#platform/clock/look.repository';
import { Database } from '#platform/database/database';
import { deleteOldest } from '#platform/database/delete-oldest';
import type { HeldRun, RunError } from './run.js';

/** How long a worker is believed to be alive without a word from it. */
export const LEASE_SECONDS = 30;
/** A run in the queue that nobody has taken for so long was forgotten by a process that is gone. */
const FORGOTTEN_AFTER_SECONDS = 15;
const ATTEMPTS_AT_MOST = 3;
const FOUND_AT_ONCE = 200;
const ABANDONED = sql`(status = 'running' and lease_until < now()
  or status = 'queued' and queued_at < now() - make_interval(secs => ${FORGOTTEN_AFTER_SECONDS}))`;

/** Runs of all tenants, as the processes that work on them see them. */
@Injectable()
export class LeaseRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('agent_runs');
  }

  /** Renews the leases of those that are still ours, and tells which of them are to be cancelled. */
  renew(runs: readonly HeldRun[]): Promise<{ id: string; cancelled: boolean }[]> {
    return this.asked(
      runs,
      sql`
        update agent_runs set lease_until = now() + make_interval(secs => ${LEASE_SECONDS})
        from held where agent_runs.id = held.id and agent_runs.attempt = held.attempt and status = 'running'
        returning agent_runs.id, cancel_requested_at is not null as cancelled`,
    );
  }

  cancelledAmong(runs: readonly HeldRun[]): Promise<{ id: string; cancelled: boolean }[]> {
    return this.asked(
      runs,
      sql`
        select agent_runs.id, true as cancelled from agent_runs join held on held.id = agent_runs.id
        where cancel_requested_at is not null`,
    );
  }

  isAnyAbandoned(): Condition {
    return sql<boolean>`exists (select from agent_runs where ${ABANDONED})`;
  }

  /** Runs whose worker is gone, or that nobody took; those that were taken too often are ended. */
  abandoned(error: RunError): Promise<{ id: string; userId: string }[]> {
    return this.database.asService('agents.leases', async () => {
      await sql`
        update agent_runs set status = 'failed', error = ${JSON.stringify(error)}::jsonb, finished_at = now(),
          lease_until = null, revision = revision + 1
        where status = 'running' and lease_until < now() and attempt >= ${ATTEMPTS_AT_MOST}`.execute(
        this.tables,
      );
      const { rows } = await sql<{ id: string; user_id: string }>`
        select id, user_id from agent_runs where ${ABANDONED}
        order by queued_at limit ${FOUND_AT_ONCE}`.execute(this.tables);
      return rows.map(({ id, user_id: userId }) => ({ id, userId }));
    });
  }

  /** Deletes runs that ended before, at most so many, with their steps; answers how many. */
  forget(before: Date, atMost: number): Promise<number> {
    const rows = { table: 'agent_runs', column: 'finished_at' } as const;
    return this.database.asService('platform.retention', () =>
      deleteOldest(this.tables, rows, before, atMost),
    );
  }

  private async asked(
    runs: readonly HeldRun[],
    statement: ReturnType<typeof sql>,
  ): Promise<{ id: string; cancelled: boolean }[]> {
    if (runs.length === 0) return [];
    const ids = runs.map(({ id }) => id);
    const attempts = runs.map(({ attempt }) => attempt);
    const { rows } = await this.database.asService('agents.leases', () =>
      sql<{ id: string; cancelled: boolean }>`
        with held as (select * from unnest(${ids}::uuid[], ${attempts}::int[]) as held (id, attempt)) ${statement}`.execute(
        this.tables,
      ),
    );
    return rows;
  }
}
