import { Injectable } from '@nestjs/common';
import { Database } from '#platform/database/database';
import { declaredJobs } from './job.js';

/** What is put off comes back as it was by taking the same away again. */
const PUT_OFF = "interval '1000 years'";
const IS_PUT_OFF = "start_after > now() + interval '500 years'";

/** Jobs of one tenant, wherever they stand in the queue. */
@Injectable()
export class TenantJobs {
  constructor(private readonly database: Database) {}

  /** What waits waits until it is resumed. Joins the running transaction. */
  async putOff(userId: string): Promise<void> {
    await this.run(
      `update pgboss.job set start_after = start_after + ${PUT_OFF}, keep_until = keep_until + ${PUT_OFF}
       where state in ('created', 'retry') and not ${IS_PUT_OFF} and ${ofTenant()} and not name = any($2::text[])`,
      [userId, declaredJobs().flatMap(({ name, options }) => (options.whileResting ? name : []))],
    );
  }

  /** Puts off one job that a worker has taken already: it is not done, and counts as not tried. */
  async putOffTaken(jobId: string): Promise<void> {
    await this.run(
      `update pgboss.job set state = case when retry_count > 0 then 'retry' else 'created' end::pgboss.job_state,
         start_after = now() + ${PUT_OFF}, keep_until = keep_until + ${PUT_OFF}
       where id = $1 and state = 'active'`,
      [jobId],
    );
  }

  async resume(userId: string): Promise<void> {
    await this.run(
      `update pgboss.job set start_after = start_after - ${PUT_OFF}, keep_until = keep_until - ${PUT_OFF}
       where state in ('created', 'retry') and ${IS_PUT_OFF} and ${ofTenant()}`,
      [userId],
    );
  }

  /** Removes all that are not being done, over or not, and answers how many. */
  async remove(userId: string): Promise<number> {
    const { rows } = await this.run(
      `with gone as (delete from pgboss.job where state <> 'active' and (${ofTenant()} or ${mentions()}) returning 1)
       select count(*)::int as removed from gone`,
      [userId],
    );
    return Number(rows[0]?.['removed'] ?? 0);
  }

  /** Removes those that are not being done and say what the regular expression finds; answers how many. */
  async removeMentions(userId: string, mention: string): Promise<number> {
    const { rows } = await this.run(
      `with gone as (delete from pgboss.job where state <> 'active' and ${ofTenant()} and data::text ~* $2 returning 1)
       select count(*)::int as removed from gone`,
      [userId, mention],
    );
    return Number(rows[0]?.['removed'] ?? 0);
  }

  /** How many are being done. */
  async atWork(userId: string): Promise<number> {
    const { rows } = await this.run(
      `select count(*)::int as count from pgboss.job where state = 'active' and (${ofTenant()} or ${mentions()})`,
      [userId],
    );
    return Number(rows[0]?.['count'] ?? 0);
  }

  private run(sql: string, parameters: unknown[]) {
    return this.database.asService('jobs.queue', () => this.database.execute({ sql, parameters }));
  }
}

/** The fields by which jobs name their tenants are few. */
function ofTenant(): string {
  const fields = new Set<string>(declaredJobs().flatMap(({ options }) => options.tenant ?? []));
  return `(${[...fields].map((field) => `data ->> '${field}' = $1::text`).join(' or ')})`;
}

/** Jobs of the platform, and what is left of failed ones, may name a user among others. */
function mentions(): string {
  return `position($1::text in coalesce(data::text, '') || coalesce(output::text, '')) > 0`;
}
