import { setTimeout as sleep } from 'node:timers/promises';
import { Jobs } from '#platform/jobs/jobs';
import { startApp, type TestApp } from '../../support/app.js';
import { PrivateCluster, POSTGRES_PROGRAMS } from '../../support/cluster.js';
import { ErrandHandler, ErrandJob } from '../../support/probe/probe.jobs.js';
import { ProbeModule } from '../../support/probe/probe.module.js';

/** Without Postgres' own programs (`initdb`, `pg_ctl`) there is no server that a test may kill. */
const withPrograms = POSTGRES_PROGRAMS ? describe : describe.skip;

withPrograms('a Postgres server that is killed', () => {
  let cluster: PrivateCluster;
  let app: TestApp;
  beforeAll(async () => {
    cluster = await PrivateCluster.start();
    const settings = { DATABASE_URL: cluster.url, DATABASE_MIGRATION_URL: cluster.url };
    app = await startApp({ modules: [ProbeModule], settings });
  });
  afterAll(async () => {
    await app.close();
    await cluster.remove();
  });

  const until = async (within: number, done: () => Promise<boolean>): Promise<number> => {
    const begun = Date.now();
    while (!(await done())) {
      if (Date.now() - begun > within) throw new Error(`not within ${within} ms`);
      await sleep(50);
    }
    return Date.now() - begun;
  };
  const ready = async () => (await app.anonymous.get('/health/ready')).status;
  const errand = (ownerId: string, name: string) => app.get(Jobs).send(ErrandJob, { ownerId, name });
  const isDone = (name: string) =>
    app
      .get(ErrandHandler)
      .of(name)
      .some(({ outcome }) => outcome === 'done');

  it('is told to probes and callers at once, and served again without a restart of ours', async () => {
    const { id, client } = await app.newUser();
    expect(await ready()).toBe(200);
    expect((await client.get('/probe/ask')).body.data).toEqual([{ one: 1 }]);
    await errand(id, 'before');
    await until(30_000, async () => isDone('before'));

    const sleeping = client.get('/probe/sleep');
    await sleep(100);
    await cluster.kill();
    expect((await sleeping).status).toBe(503);
    const answers = await Promise.all(
      Array.from({ length: 20 }, async () => {
        const begun = Date.now();
        return { ...(await client.get('/probe/ask')), took: Date.now() - begun };
      }),
    );
    for (const { status, body, headers, text, took } of answers) {
      expect([status, body.code]).toEqual([503, 'database/unavailable']);
      expect(headers.get('retry-after')).toBe('5');
      expect(text).not.toMatch(/ECONN|127\.0\.0\.1|postgres/);
      expect(took).toBeLessThan(20_000);
    }
    await until(30_000, async () => (await ready()) === 503);
    expect((await app.anonymous.get('/health/live')).status).toBe(200);
    const summary = await app.anonymous.get('/health');
    expect([summary.status, summary.body.status]).toEqual([200, 'degraded']);
    const state = await app.anonymous.get('/api/health/status');
    expect(state.body).toMatchObject({ status: 'down', services: { api: 'healthy', database: 'unhealthy' } });
    expect(state.text).not.toMatch(/ECONN|127\.0\.0\.1|postgres:/);
    expect((await client.post('/probe/effects', { name: 'x' }, { 'idempotency-key': 'k' })).status).toBe(503);
    await expect(errand(id, 'while it was gone')).rejects.toMatchObject({ code: 'database/unavailable' });
    await sleep(2_000);

    await cluster.begin();
    await until(30_000, async () => (await client.get('/probe/ask')).status === 200);
    await until(30_000, async () => (await ready()) === 200);
    await errand(id, 'after');
    await until(30_000, async () => isDone('after'));
    expect(isDone('while it was gone')).toBe(false);
  });
});
