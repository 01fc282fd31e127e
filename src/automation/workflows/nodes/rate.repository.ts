import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '#platform/database/database';

@Injectable()
export class RateRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('workflow_rates');
  }

  /** Sets a stretch of time aside behind what others have set aside; answers its end, in milliseconds since 1970. */
  async reserve(
    ownerId: string,
    { workflowId, step }: { workflowId: string; step: string },
    ms: number,
  ): Promise<number> {
    const stretch = sql`make_interval(secs => ${ms / 1_000}::float8)`;
    const { rows } = await sql<{ free: number }>`
      insert into workflow_rates as known (created_by, workflow_id, step, free_at)
      values (${ownerId}, ${workflowId}, ${step}, clock_timestamp() + ${stretch})
      on conflict (created_by, workflow_id, step)
      do update set free_at = greatest(known.free_at, clock_timestamp()) + ${stretch}
      returning (extract(epoch from free_at) * 1000)::float8 as free`.execute(this.tables);
    return rows[0]?.free ?? Date.now();
  }
}
