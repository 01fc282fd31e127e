import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '#platform/database/database';

/** What a transport or an identity has used of its limits. */
export interface AllowanceState {
  readonly tokens: number;
  /** Seconds since `tokens` was true. */
  readonly elapsed: number;
  /** Mails of this day, UTC. */
  readonly used: number;
}

const UNUSED: AllowanceState = { tokens: 1, elapsed: 0, used: 0 };

@Injectable()
export class AllowanceRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('email_allowances');
  }

  async read(subjectId: string): Promise<AllowanceState> {
    return this.database.asService('email.claim', async () => (await this.state(subjectId)) ?? UNUSED);
  }

  /** Lets `decide` take from what there is, one process at a time, and keeps what it leaves. */
  change<Taken extends { tokens: number; used: number }>(
    ownerId: string,
    subjectId: string,
    decide: (state: AllowanceState) => Taken,
  ): Promise<Taken> {
    return this.database.asService('email.claim', () =>
      this.database.transaction(async () => {
        await sql`
          insert into email_allowances (subject_id, created_by) values (${subjectId}, ${ownerId})
          on conflict do nothing`.execute(this.tables);
        const taken = decide((await this.state(subjectId, sql`for update`)) ?? UNUSED);
        await sql`
          update email_allowances set tokens = ${taken.tokens}, tokens_at = clock_timestamp(), used = ${taken.used},
            used_on = (now() at time zone 'utc')::date
          where subject_id = ${subjectId}`.execute(this.tables);
        return taken;
      }),
    );
  }

  private async state(subjectId: string, lock = sql``): Promise<AllowanceState | undefined> {
    const { rows } = await sql<AllowanceState>`
      select tokens, extract(epoch from clock_timestamp() - tokens_at)::float8 as elapsed,
        case when used_on = (now() at time zone 'utc')::date then used else 0 end as used
      from email_allowances where subject_id = ${subjectId} ${lock}`.execute(this.tables);
    return rows[0];
  }

  /** Gives back what was taken today and not used. */
  async giveBack(left: readonly { subjectId: string; count: number }[]): Promise<void> {
    await this.database.asService('email.claim', () =>
      sql`
        update email_allowances a set used = greatest(0, a.used - l.count)
        from json_to_recordset(${JSON.stringify(left)}::json) as l("subjectId" uuid, count integer)
        where a.subject_id = l."subjectId" and a.used_on = (now() at time zone 'utc')::date`.execute(
        this.tables,
      ),
    );
  }
}
