import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { Condition } from '#platform/clock/look.repository';
import { Database } from '#platform/database/database';

/** Of one owner at once: the others come with the next tick, so that nobody's schedules keep everybody's waiting. */
const OF_ONE_OWNER = 2;

/** A schedule whose time has come. */
export interface DueSchedule {
  readonly id: string;
  readonly user_id: string;
  readonly schedule_cron: string;
}

/** Schedules of all tenants whose time has come. */
@Injectable()
export class DueScheduleRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('scrape_schedules');
  }

  isAnyDue(): Condition {
    return sql<boolean>`
      exists (
        select from scrape_schedules where is_active and next_run_at <= now()
          and user_id <> all ((select app.owners_at_rest())::uuid[])
      )`;
  }

  /**
   * Claims the longest due in one statement, two of an owner at most, whoever else is at it; `handOut` sends them on and says
   * when each comes again. Both happen or neither. Answers how many.
   */
  claim(
    atMost: number,
    handOut: (due: readonly DueSchedule[]) => Promise<readonly (Date | null)[]>,
  ): Promise<number> {
    return this.database.asService('research.schedules', () =>
      this.database.transaction(async () => {
        const { rows } = await sql<DueSchedule>`
          update scrape_schedules set last_run_at = now(), next_run_at = null where id = any (array(
            select id from scrape_schedules where id in (
              select id from (
                select id, next_run_at, row_number() over (partition by user_id order by next_run_at, id) as nth
                from scrape_schedules where is_active and next_run_at <= now()
                  and user_id <> all ((select app.owners_at_rest())::uuid[])
              ) as due where nth <= ${OF_ONE_OWNER} order by next_run_at limit ${atMost}
            ) and is_active and next_run_at <= now() for update skip locked
          )) returning id, user_id, schedule_cron`.execute(this.tables);
        if (rows.length === 0) return 0;
        const times = (await handOut(rows)).map((time) => time?.toISOString() ?? null);
        const ids = rows.map(({ id }) => id);
        await sql`
          update scrape_schedules set next_run_at = coming.at
          from unnest(${ids}::uuid[], ${times}::timestamptz[]) as coming (id, at)
          where scrape_schedules.id = coming.id`.execute(this.tables);
        return rows.length;
      }),
    );
  }
}
