import { spyOn } from 'jest-mock';
import { ExecutionRepository } from '#platform/clock/schedules/execution.repository';
import { JobEndings } from '#platform/jobs/job-endings';
import type { TestApp } from '../../support/app.js';
import { every, JOB, timetableOf } from './timetable.js';

/** Tests of schedules.test.ts about what was due while nobody fired it, and about processes that are lost in between. */
export function stoppedClocks(app: () => TestApp, owner: () => string): void {
  describe('a schedule whose times have come while nobody fired them', () => {
    const { put, get, fire, wasDue, executions, ends } = timetableOf(app, owner);
    const counts = () =>
      app().sql(
        `select status, count(*)::int from job_execution_logs where user_id = $1 group by status order by status`,
        [owner()],
      );

    const anyEnds = async () => {
      const [running] = await app().sql<{ id: string }>(
        `select id from job_execution_logs where user_id = $1 and status = 'running' limit 1`,
        [owner()],
      );
      await app().get(JobEndings).tell(JOB, { id: running!.id, attempt: 1, isLast: true });
    };

    it('has each of them fired that its grace allows, however many', async () => {
      await put('each', { trigger: every(60), misfireGraceSeconds: 86_400 });
      await wasDue('each', 180 * 60 - 30);
      for (let look = 0; look < 3; look += 1) await fire();
      expect(await counts()).toEqual([
        { status: 'running', count: 3 },
        { status: 'waiting', count: 177 },
      ]);
      for (let n = 0; n < 4; n += 1) await anyEnds();
      expect(await counts()).toEqual([
        { status: 'completed', count: 4 },
        { status: 'running', count: 3 },
        { status: 'waiting', count: 173 },
      ]);
    });

    it('leaves others for the next claim where all of them are too many at once', async () => {
      for (let n = 0; n < 5; n += 1) {
        await put(`long-${n}`, { trigger: every(60), misfireGraceSeconds: 86_400 });
        await wasDue(`long-${n}`, 1_400 * 60 - 30);
      }
      const claimed = [await fire(), await fire()];
      expect(claimed[0]! + claimed[1]!).toBeGreaterThanOrEqual(5);
      expect(claimed[0]).toBeLessThan(5);
      expect(await counts()).toEqual([
        { status: 'running', count: 15 },
        { status: 'waiting', count: 5 * 1_400 - 15 },
      ]);
    });

    it('goes on with those that wait when the process is lost in which one ended', async () => {
      await put('one', { trigger: every(60), maxInstances: 1 });
      await wasDue('one', 130);
      await fire();
      const promote = spyOn(app().get(ExecutionRepository), 'promote');
      promote.mockRejectedValueOnce(new Error('the process is gone'));
      await ends('one').catch(() => undefined);
      promote.mockRestore();
      // What the lost process had begun is undone: the firing is still at work, and will be found to be over.
      expect((await executions('one')).map(({ status }) => status)).toEqual([
        'waiting',
        'waiting',
        'running',
      ]);
      await ends('one');
      expect((await executions('one')).map(({ status }) => status)).toEqual([
        'waiting',
        'running',
        'completed',
      ]);
      expect(await get('one')).toMatchObject({ running: 1 });
    });
  });
}
