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
  /** Seconds for which a process may still give back some of what is used; 0 when none does. */
  readonly reserved: number;
}

/** What is taken, and what that leaves. */
export interface AllowanceTaken {
  readonly take: number;
  readonly tokens: number;
  readonly used: number;
  /** Nothing was left of the day. */
  readonly isFull: boolean;
}

const UNUSED: AllowanceState = { tokens: 1, elapsed: 0, used: 0, reserved: 0 };

@Injectable()
export class AllowanceRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('email_allowances');
  }

  async read(subjectId: string): Promise<AllowanceState> {
    return this.database.asService('email.claim', async () => (await this.state(subjectId)) ?? UNUSED);
  }

  /** Lets `decide` take from what there is, one process at a time, and keeps what it leaves. Several at once are held for some seconds. */
  change<Taken extends AllowanceTaken>(
    ownerId: string,
    subjectId: string,
    heldSeconds: number,
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
            used_on = (now() at time zone 'utc')::date,
            reserved_until = case when ${taken.take > 1} then clock_timestamp() + ${heldSeconds} * interval '1 second'
                             else reserved_until end,
            refused_on = case when ${taken.isFull} then (now() at time zone 'utc')::date else refused_on end
          where subject_id = ${subjectId}`.execute(this.tables);
        return taken;
      }),
    );
  }

  private async state(subjectId: string, lock = sql``): Promise<AllowanceState | undefined> {
    const { rows } = await sql<AllowanceState>`
      select tokens, extract(epoch from clock_timestamp() - tokens_at)::float8 as elapsed,
        case when used_on = (now() at time zone 'utc')::date then used else 0 end as used,
        greatest(0, coalesce(extract(epoch from reserved_until - clock_timestamp()), 0))::float8 as reserved
      from email_allowances where subject_id = ${subjectId} ${lock}`.execute(this.tables);
    return rows[0];
  }

  /** Gives back what was taken today and not used. Answers the owners some of whose mail was refused for the day. */
  async giveBack(left: readonly { subjectId: string; count: number }[]): Promise<string[]> {
    const { rows } = await this.database.asService('email.claim', () =>
      sql<{ owner: string }>`
        with refused as (
          select a.subject_id from email_allowances a
          where a.subject_id = any (${left.map(({ subjectId }) => subjectId)}::uuid[])
            and a.refused_on = (now() at time zone 'utc')::date
        ), given as (
          update email_allowances a set used = greatest(0, a.used - l.count), refused_on = null
          from json_to_recordset(${JSON.stringify(left)}::json) as l("subjectId" uuid, count integer)
          where a.subject_id = l."subjectId" and a.used_on = (now() at time zone 'utc')::date
          returning a.subject_id, a.created_by
        )
        select distinct g.created_by as owner from given g join refused using (subject_id)`.execute(
        this.tables,
      ),
    );
    return rows.map(({ owner }) => owner);
  }
}
