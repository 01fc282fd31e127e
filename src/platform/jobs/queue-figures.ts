import { Injectable } from '@nestjs/common';
import { Database } from '#platform/database/database';
import { DEAD_LETTERS } from './queue-schema.js';

export interface QueueFigure {
  name: string;
  state: string;
  count: number;
  /** Seconds since the oldest of them became due; 0 for dead letters, which nobody works on. */
  oldestSeconds: number;
}

/** How much work waits or runs, read from the queue's own table. */
@Injectable()
export class QueueFigures {
  constructor(private readonly database: Database) {}

  async read(): Promise<QueueFigure[]> {
    const { rows } = await this.database.asService('jobs.queue', () =>
      this.database.execute({
        sql: `select name, state::text as state, count(*)::int as count,
                greatest(0, extract(epoch from now() - min(start_after)))::float8 as oldest
              from pgboss.job where state in ('created', 'retry', 'active') group by name, state`,
        parameters: [],
      }),
    );
    return rows.map((row) => ({
      name: String(row['name']),
      state: String(row['state']),
      count: Number(row['count']),
      oldestSeconds: row['name'] === DEAD_LETTERS ? 0 : Number(row['oldest']),
    }));
  }
}
