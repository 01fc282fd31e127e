import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { FiringRepository } from '#platform/clock/schedules/firing.repository';
import { Schedules } from '#platform/clock/schedules/schedules';
import { SchedulesClock } from '#platform/clock/schedules/schedules.clock';
import { Database } from '#platform/database/database';
import { startApp, type TestApp } from '../../support/app.js';
import { until } from '../../support/until.js';
import { isOnPostgres, onPostgres } from '../../support/where.js';
import { JOB, timetableOf } from './timetable.js';

/** Tests of schedules.test.ts that are about very many of them. */
export function aHundredThousandSchedules(app: () => TestApp, owner: () => string): void {
  describe('a hundred thousand schedules', () => {
    /** The embedded database would take most of a minute to take in so many. */
    const FAR = isOnPostgres ? 100_000 : 5_000;
    const others = randomUUID();
    const schedules = () => app().get(Schedules);
    const asMe = <Result>(work: () => Promise<Result>) => app().get(Database).as(owner(), work);

    /** How many rows of schedules Postgres has read for it, fit or not. */
    async function rowsRead(work: () => Promise<unknown>): Promise<number> {
      const database = app().get(Database);
      const soFar = async () => {
        const { rows } = await sql<{ n: number }>`
          select sum(seq_tup_read + idx_tup_fetch)::int as n from pg_stat_xact_user_tables
          where relname = 'scheduled_jobs'`.execute(database.tables());
        return rows[0]!.n;
      };
      return database.transaction(async () => {
        const before = await soFar();
        await work();
        return (await soFar()) - before;
      });
    }

    it('are not looked through for what is due', async () => {
      await app().sql(
        `insert into scheduled_jobs (id, user_id, job_id, job_type, trigger, next_due_at)
         select gen_random_uuid(), $1, 'far_' || n, 'content_publish', '{"type": "date"}', now() + interval '1 day' + n * interval '1 second'
         from generate_series(1, ${FAR}) as n`,
        [others],
      );
      await app().sql('analyze scheduled_jobs');
      const clock = app().get(FiringRepository);
      await timetableOf(app, owner).put('near');
      const asClock = (work: () => Promise<unknown>) =>
        app()
          .get(Database)
          .asService('clock.schedules', () => rowsRead(work));
      expect(await asClock(() => clock.claim(500))).toBeLessThan(10);
      expect(await asClock(() => clock.untilNext())).toBeLessThan(10);
      expect(await timetableOf(app, owner).fire()).toBe(1);
      await app().sql('delete from scheduled_jobs where user_id = any($1)', [[owner(), others]]);
    });

    it('of one owner that are over are not looked through for a list or a count', async () => {
      await app().sql(
        `insert into scheduled_jobs (id, user_id, job_id, job_type, trigger, status)
         select gen_random_uuid(), $1, 'over_' || n, 'content_publish', '{"type": "date"}', 'completed' from generate_series(1, ${FAR}) as n`,
        [owner()],
      );
      await app().sql('analyze scheduled_jobs');
      const list = (wanted: object) => () => schedules().list(owner(), { ...wanted, page: { limit: 50 } });
      expect(await asMe(() => rowsRead(list({})))).toBeLessThan(60);
      expect(await asMe(() => rowsRead(list({ status: 'failed' })))).toBeLessThan(10);
      expect(await asMe(() => rowsRead(list({ kind: 'social_post' })))).toBeLessThan(10);
      expect(await asMe(() => rowsRead(() => schedules().countOpen(owner())))).toBeLessThan(10);
      await app().sql('delete from scheduled_jobs where user_id = $1', [owner()]);
    });
  });
}

export function twoProcesses(app: () => TestApp, owner: () => string): void {
  describe('two processes that keep the clock', () => {
    const DUE = 10_000;

    onPostgres(
      'fire ten thousand due schedules once each',
      async () => {
        const clocks = [
          await startApp({ roles: 'clock', beside: app() }),
          await startApp({ roles: 'clock', beside: app() }),
        ];
        try {
          // What the tests before have left behind would be read through again and again.
          await app().sql('vacuum analyze scheduled_jobs');
          await app().sql(
            `insert into scheduled_jobs (id, user_id, job_id, job_type, trigger, payload, next_due_at)
             select gen_random_uuid(), $1, 'due_' || n, 'content_publish', jsonb_build_object('type', 'date', 'at', due),
               '{"contentId": 1}', due
             from generate_series(1, ${DUE}) as n,
               lateral (select date_trunc('second', now()) + interval '4 seconds' + n % 4000 * interval '1 millisecond' as due) as time`,
            [owner()],
          );
          const fired = async () =>
            (
              await app().sql<{ n: number }>(
                'select count(*)::int as n from job_execution_logs where user_id = $1',
                [owner()],
              )
            )[0]!.n;
          await until('all are fired', async () => (await fired()) >= DUE, 50_000);
          await Promise.all(clocks.map((clock) => clock.get(SchedulesClock).tick()));
          const [{ sent, distinct } = { sent: 0, distinct: 0 }] = await app().sql<{
            sent: number;
            distinct: number;
          }>(
            `select count(*)::int as sent, count(distinct data ->> 'jobId')::int as distinct
             from pgboss.job where name = $1 and data ->> 'ownerId' = $2`,
            [JOB.name, owner()],
          );
          expect([sent, distinct, await fired()]).toEqual([DUE, DUE, DUE]);
        } finally {
          for (const clock of clocks) await clock.close();
        }
      },
      120_000,
    );
  });
}
