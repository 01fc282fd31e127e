import type { TestApp } from '../../support/app.js';
import { timetableOf } from './timetable.js';

/** Tests of schedules.test.ts about nights in which clocks are turned. */
export function turnedClocks(app: () => TestApp, owner: () => string): void {
  describe('a schedule at half past two in a night in which clocks are turned', () => {
    const { put, fire, jobs } = timetableOf(app, owner);
    const LINE = { type: 'cron', line: '30 2 * * *', zone: 'Europe/Berlin' } as const;

    const FORWARD = {
      turned: 'forward',
      before: '2025-03-29T01:30:00Z',
      night: '2025-03-30',
      once: '2025-03-30T01:00:00.000Z',
      after: '2025-03-31T00:30:00.000Z',
    };
    const BACK = {
      turned: 'back',
      before: '2025-10-25T00:30:00Z',
      night: '2025-10-26',
      once: '2025-10-26T00:30:00.000Z',
      after: '2025-10-27T01:30:00.000Z',
    };

    it.each([FORWARD, BACK])(
      'is fired once where they are put $turned',
      async ({ before, night, once, after }) => {
        // A night of years ago can only be fired by a schedule that is patient beyond what may be asked for.
        await app().sql(
          'alter table scheduled_jobs drop constraint if exists scheduled_jobs_misfire_grace_seconds_check',
        );
        await put('nightly', { trigger: LINE, maxInstances: 1_000 });
        await app().sql(
          `update scheduled_jobs set next_due_at = $2, misfire_grace_seconds = 1000000000 where user_id = $1`,
          [owner(), before],
        );
        await Promise.all([fire(), fire()]);
        const fired = (await jobs()).map(({ data }) => data.dueAt).toSorted();
        expect(fired.filter((time) => time.startsWith(night))).toEqual([once]);
        expect(fired.slice(0, 3)).toEqual([new Date(before).toISOString(), once, after]);
        await app().sql('delete from scheduled_jobs where user_id = $1', [owner()]);
      },
    );
  });
}
