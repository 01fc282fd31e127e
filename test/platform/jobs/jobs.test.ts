import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Database } from '#platform/database/database';
import { declaredJobs } from '#platform/jobs/job';
import { JobWorkers } from '#platform/jobs/job-workers';
import { Jobs } from '#platform/jobs/jobs';
import { Queue } from '#platform/jobs/queue';
import { startApp, type TestApp } from '../../support/app.js';
import { type Attempt, ErrandHandler, ErrandJob } from '../../support/probe/probe.jobs.js';
import { ProbeModule } from '../../support/probe/probe.module.js';
import { onPostgres } from '../../support/where.js';

let app: TestApp;
let jobs: Jobs;
let database: Database;
let handler: ErrandHandler;
beforeAll(async () => {
  app = await startApp({ roles: 'web,worker', modules: [ProbeModule] });
  [jobs, database, handler] = [app.get(Jobs), app.get(Database), app.get(ErrandHandler)];
});
afterAll(() => app.close());

interface Row {
  state: string;
  retry_count: number;
  start_after: Date;
  completed_on: Date | null;
}
const rowsOf = (name: string, queue: string = ErrandJob.name) =>
  app.sql<Row>(
    `select state::text as state, retry_count, start_after, completed_on from pgboss.job where name = $2 and data ->> 'name' = $1`,
    [name, queue],
  );

async function until<Result>(
  what: () => Promise<Result | undefined | false> | Result | undefined | false,
  withinMs = 45_000,
): Promise<Result> {
  for (const end = Date.now() + withinMs; Date.now() < end; await sleep(25)) {
    const found = await what();
    if (found) return found;
  }
  throw new Error(`not within ${withinMs} ms`);
}
const outcomeOf = (name: string, outcome: Attempt['outcome']) =>
  until(() => handler.of(name).find((attempt) => attempt.outcome === outcome));
const makeDue = (name: string) =>
  app.sql(`update pgboss.job set start_after = now() where data ->> 'name' = $1 and state = 'retry'`, [name]);

describe('a job', () => {
  it('runs soon after it was asked for, as the user it is for', async () => {
    const ownerId = randomUUID();
    expect(await jobs.send(ErrandJob, { ownerId, name: 'soon' })).toBe(true);
    const { attempt, identity } = await outcomeOf('soon', 'done');
    expect(attempt).toBe(1);
    expect(identity).toEqual({ role: 'authenticated', userId: ownerId });
    await until(async () => (await rowsOf('soon'))[0]?.state === 'completed');
  });

  it('asked for in a transaction exists only if that commits', async () => {
    const ownerId = randomUUID();
    const asked = database.as(ownerId, () =>
      database.transaction(async () => {
        await jobs.send(ErrandJob, { ownerId, name: 'undone' });
        throw new Error('changed my mind');
      }),
    );
    await expect(asked).rejects.toThrow('changed my mind');
    expect(await rowsOf('undone')).toEqual([]);
    await database.as(ownerId, () =>
      database.transaction(async () => {
        await jobs.send(ErrandJob, { ownerId, name: 'committed' });
        expect(handler.of('committed')).toEqual([]);
        if (database.server.kind === 'postgres') expect(await rowsOf('committed')).toEqual([]);
      }),
    );
    await outcomeOf('committed', 'done');
  });

  it('is checked when it is asked for and again when it is taken up', async () => {
    const ownerId = randomUUID();
    for (const unfit of [
      { ownerId: 'nobody', name: 'a' },
      { ownerId },
      { ownerId, name: 'a', more: 1 },
      { ownerId, name: 5 },
    ])
      await expect(jobs.send(ErrandJob, unfit as never)).rejects.toThrow(
        'Job probe.run-errand was given an unfit payload',
      );
    await database.asService('jobs.queue', () =>
      app.get(Queue).boss.send(ErrandJob.name, { ownerId: 'nobody', name: 'smuggled' }),
    );
    await until(async () => (await rowsOf('smuggled'))[0]?.state === 'retry', 15_000);
    await makeDue('smuggled');
    await until(async () => (await rowsOf('smuggled', 'jobs.dead-letters')).length === 1, 15_000);
    expect(handler.of('smuggled')).toEqual([]);
  });

  it('that fails is tried again after a pause', async () => {
    await jobs.send(ErrandJob, { ownerId: randomUUID(), name: 'again', how: 'fail-once' });
    await outcomeOf('again', 'failed');
    const [row] = await until(
      async () => (await rowsOf('again'))[0]?.state === 'retry' && (await rowsOf('again')),
    );
    expect(new Date(row?.start_after ?? 0).getTime()).toBeGreaterThan(Date.now() + 1_000);
    await makeDue('again');
    expect((await outcomeOf('again', 'done')).attempt).toBe(2);
  });

  it('that failed for the last time is kept as a dead letter with its payload', async () => {
    await jobs.send(ErrandJob, { ownerId: randomUUID(), name: 'dead', how: 'fail' });
    await outcomeOf('dead', 'failed');
    await until(async () => (await rowsOf('dead'))[0]?.state === 'retry');
    await makeDue('dead');
    await until(async () => (await rowsOf('dead'))[0]?.state === 'failed');
    expect(await until(async () => (await rowsOf('dead', 'jobs.dead-letters')).length)).toBe(1);
    expect(handler.of('dead').map(({ attempt }) => attempt)).toEqual([1, 2]);
  });

  it('taken over by another worker cannot be settled by the first', async () => {
    await jobs.send(ErrandJob, { ownerId: randomUUID(), name: 'stale', how: 'stall' });
    await until(() => handler.of('stale').length);
    await app.sql(
      `update pgboss.job set state = 'active', retry_count = 1, started_on = now() + interval '1 second' where data ->> 'name' = 'stale'`,
    );
    await outcomeOf('stale', 'done');
    await sleep(500);
    expect((await rowsOf('stale'))[0]).toMatchObject({ state: 'active', retry_count: 1, completed_on: null });
    await app.sql(`delete from pgboss.job where data ->> 'name' = 'stale'`);
  });

  it('with a key is added once in its time, whoever asks', async () => {
    const send = () =>
      jobs.send(
        ErrandJob,
        { ownerId: randomUUID(), name: 'tick' },
        { singletonKey: 'tick', singletonSeconds: 3600 },
      );
    const added = await Promise.all([send(), send(), send(), send()]);
    expect(added.filter(Boolean)).toHaveLength(1);
    await outcomeOf('tick', 'done');
    expect(await send()).toBe(false);
  });

  it('for later waits', async () => {
    await jobs.send(
      ErrandJob,
      { ownerId: randomUUID(), name: 'later' },
      { startAfter: new Date(Date.now() + 3_600_000) },
    );
    await sleep(1_200);
    expect(handler.of('later')).toEqual([]);
    await app.drainJobs();
  });

  it('that another process has sent is found within seconds', async () => {
    const errand = { ownerId: randomUUID(), name: 'from elsewhere' };
    await app.get(Queue).boss.send(ErrandJob.name, errand);
    const sent = Date.now();
    await outcomeOf('from elsewhere', 'done');
    // A worker itself looks once a minute.
    expect(Date.now() - sent).toBeLessThan(30_000);
  });
});

describe('a start', () => {
  const workersWith = (providers: { metatype: unknown; instance: unknown }[]) => {
    const own = app.get(JobWorkers) as unknown as Record<string, never>;
    const discovery = { getProviders: () => providers };
    return new JobWorkers(
      own['queue'] as never,
      own['database'] as never,
      own['schema'] as never,
      discovery as never,
      own['settings'] as never,
      own['wake'] as never,
    );
  };

  it('is refused while a declared job has no handler, or two', async () => {
    expect(declaredJobs().map(({ name }) => name)).toContain('probe.run-errand');
    const first = declaredJobs()[0]?.name;
    await expect(workersWith([]).onApplicationBootstrap()).rejects.toThrow(
      `Job ${first} needs exactly one @Handles class, found 0.`,
    );
    const twice = Array.from({ length: 2 }, () => ({ metatype: ErrandHandler, instance: handler }));
    await expect(workersWith(twice).onApplicationBootstrap()).rejects.toThrow('@Handles class, found');
  });

  onPostgres('of two instances with a clock asks for each piece of work once', async () => {
    const other = await startApp({ roles: 'clock', modules: [ProbeModule], beside: app });
    try {
      const ask = (at: TestApp) =>
        at
          .get(Jobs)
          .send(
            ErrandJob,
            { ownerId: randomUUID(), name: 'two clocks' },
            { singletonKey: 'two clocks', singletonSeconds: 600 },
          );
      const added = await Promise.all([ask(app), ask(other), ask(app), ask(other)]);
      expect(added.filter(Boolean)).toHaveLength(1);
      await outcomeOf('two clocks', 'done');
      expect(other.get(ErrandHandler).attempts).toEqual([]);
    } finally {
      await other.close();
    }
  });
});
