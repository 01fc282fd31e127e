import { Firings } from '#platform/clock/schedules/firings';
import type { ScheduleWanted } from '#platform/clock/schedules/schedule';
import { Schedules } from '#platform/clock/schedules/schedules';
import { Database } from '#platform/database/database';
import { JobEndings } from '#platform/jobs/job-endings';
import type { TestApp } from '../../support/app.js';

/** What the schedules of these tests send. */
export const JOB = { name: 'schedules.publish-content' };

export const ago = (seconds: number) => new Date(Date.now() - seconds * 1_000).toISOString();
export const every = (everySeconds: number) => ({ type: 'interval', everySeconds }) as const;

/** What the owner of the running test does with schedules, and how their firings end. */
export function timetableOf(app: () => TestApp, owner: () => string) {
  const schedules = () => app().get(Schedules);
  const asMe = <Result>(work: () => Promise<Result>) => app().get(Database).as(owner(), work);
  const put = (jobId: string, more: Partial<ScheduleWanted> = {}) =>
    asMe(() =>
      schedules().put(owner(), {
        jobId,
        kind: 'content_publish',
        payload: { contentId: 1 },
        trigger: { type: 'date', at: ago(1) },
        ...more,
      }),
    );
  const get = (jobId: string) => asMe(() => schedules().get(owner(), jobId));
  const fire = () => app().get(Firings).fireDue(500);
  /** As if it had been due first so long ago. */
  const wasDue = (jobId: string, seconds: number) =>
    app().sql(
      `update scheduled_jobs set next_due_at = date_trunc('second', now()) - make_interval(secs => $3),
         trigger = trigger || jsonb_build_object('startAt', to_char(date_trunc('second', now()) - make_interval(secs => $3), 'YYYY-MM-DD"T"HH24:MI:SS"Z"'))
       where user_id = $1 and job_id = $2`,
      [owner(), jobId, seconds],
    );
  const executions = async (jobId: string) =>
    asMe(async () => schedules().executionsOf(owner(), await get(jobId), 100));
  const statuses = async (jobId: string) =>
    (await executions(jobId)).map(({ status }) => status).toReversed();
  const jobs = () =>
    app().sql<{ id: string; data: { jobId: string; dueAt: string; ownerId: string } }>(
      `select id, data from pgboss.job where name = $1 and data ->> 'ownerId' = $2`,
      [JOB.name, owner()],
    );
  const ends = async (jobId: string, error?: unknown) => {
    const running = (await executions(jobId)).filter(({ status }) => status === 'running').at(-1);
    if (!running) throw new Error(`Nothing of ${jobId} is at work.`);
    await app()
      .get(JobEndings)
      .tell(JOB, { id: running.id, attempt: 1, isLast: true, ...(error !== undefined && { error }) });
  };
  return { schedules, asMe, put, get, fire, wasDue, executions, statuses, jobs, ends };
}
