import { Injectable } from '@nestjs/common';
import { Database } from '#platform/database/database';

/** How jobs stand, read from the queue's own table. */
@Injectable()
export class JobStates {
  constructor(private readonly database: Database) {}

  /** Of these jobs those that are over, and whether their work was done; one that is gone was not. */
  async over(ids: readonly string[]): Promise<{ id: string; done: boolean; attempts: number }[]> {
    if (ids.length === 0) return [];
    const { rows } = await this.database.asService('jobs.queue', () =>
      this.database.execute({
        sql: `select wanted.id, coalesce(job.state::text = 'completed', false) as done,
                coalesce(job.retry_count + 1, 1) as attempts
              from unnest($1::uuid[]) as wanted (id) left join pgboss.job on job.id = wanted.id
              where job.id is null or job.state in ('completed', 'failed', 'cancelled')`,
        parameters: [[...ids]],
      }),
    );
    return rows.map((row) => ({
      id: String(row['id']),
      done: row['done'] === true,
      attempts: Number(row['attempts']),
    }));
  }
}
