import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SignJWT } from 'jose';
import { Jobs } from '#platform/jobs/jobs';
import { startApp, type TestApp } from '../../support/app.js';
import { TestClient } from '../../support/client.js';
import { testDatabase, type TestDatabase } from '../../support/database.js';
import { ErrandHandler, ErrandJob } from '../../support/probe/probe.jobs.js';
import { ProbeModule } from '../../support/probe/probe.module.js';
import { openSocket } from '../../support/raw.js';
import { type AppProcess, freePort, startProcess } from '../../support/process.js';
import { onPostgres } from '../../support/where.js';

const SECRETS = { SUPABASE_JWT_SECRET: 'x'.repeat(32), SECRET_MASTER_KEY: '0a1b'.repeat(16) };

const token = () =>
  new SignJWT({ role: 'authenticated' })
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject(randomUUID())
    .setAudience('authenticated')
    .setExpirationTime('1h')
    .sign(Buffer.from(SECRETS.SUPABASE_JWT_SECRET));

describe('a process told to stop', () => {
  let folder: string;
  let database: TestDatabase;
  let child: AppProcess;
  let port: number;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'marketing-stop-'));
    database = await testDatabase(folder);
    port = await freePort();
    const settings = {
      DATA_DIR: folder,
      PORT: String(port),
      LOG_LEVEL: 'warn',
      ROLES: 'web,worker',
      ...SECRETS,
    };
    child = await startProcess({ ...settings, ...database.environment }, 'test/support/probe/main.js');
    await child.says('probe is up', 60_000);
  }, 90_000);
  afterAll(async () => {
    await child.close();
    await database.drop();
    await rm(folder, { recursive: true, force: true });
  });

  it('finishes the request it is in, tells its jobs, takes no more, and exits cleanly in time', async () => {
    const silent = openSocket(`http://127.0.0.1:${port}`);
    await once(silent, 'connect');
    const client = new TestClient(`http://127.0.0.1:${port}`, await token());
    await client.post('/probe/errands', { name: 'lingering', how: 'linger' });
    await child.says('errand lingering begun');
    const running = client.post('/probe/effects', { name: 'slow', waitMs: 3_000 });
    await child.says('effect slow begun');
    const stopped = Date.now();
    child.child.kill('SIGTERM');
    await child.says('errand lingering stopped');
    const probe = await client.get('/health/ready').catch(() => ({ status: 503 }));
    expect(probe.status).toBe(503);
    const { status, body } = await running;
    expect([status, body.data]).toEqual([201, { name: 'slow', times: 1 }]);
    expect((await child.exit).code).toBe(0);
    expect(Date.now() - stopped).toBeLessThan(10_000);
    silent.destroy();
    await expect(client.get('/probe/data')).rejects.toThrow('fetch failed');
    expect(child.output).not.toMatch(/"level":"(error|fatal)"(?!.*lingering|.*A job failed)/);
  });
});

describe('a role', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startApp({ roles: 'web', modules: [ProbeModule] });
  });
  afterAll(() => app.close());

  it('of web alone leaves jobs to others', async () => {
    await app.get(Jobs).send(ErrandJob, { ownerId: randomUUID(), name: 'left alone' });
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    expect(app.get(ErrandHandler).attempts).toEqual([]);
    expect(
      await app.sql(`select state::text as state from pgboss.job where data ->> 'name' = 'left alone'`),
    ).toEqual([{ state: 'created' }]);
  });

  onPostgres(
    'of worker alone does the jobs of the web, and answers nobody but its watchers',
    async () => {
      const port = await freePort();
      const environment = app.sharedDatabase().environment;
      const child = await startProcess(
        { ...SECRETS, ...environment, PORT: String(port), ROLES: 'worker', LOG_LEVEL: 'warn' },
        'test/support/probe/main.js',
      );
      try {
        await app.get(Jobs).send(ErrandJob, { ownerId: randomUUID(), name: 'for the worker' });
        await child.says('errand for the worker done', 60_000);
        const watcher = new TestClient(`http://127.0.0.1:${port}`, await token());
        for (const path of ['/health/live', '/health/live/', '/health/ready', '/metrics'])
          expect([path, (await watcher.get(path)).status]).toEqual([path, 200]);
        const closed = [
          '/',
          '/health',
          '/health/status',
          '/probe/data',
          '/api/leads',
          '/docs',
          '/openapi.json',
          '/form/x',
        ];
        for (const path of closed) {
          const { status, body } = await watcher.get(path);
          expect([path, status, body.code]).toEqual([path, 404, 'http/no-such-route']);
        }
        expect((await watcher.post('/api/leads', { email: 'a@example.com' })).status).toBe(404);
      } finally {
        child.child.kill('SIGTERM');
        expect((await child.exit).code).toBe(0);
        await child.close();
      }
    },
    90_000,
  );
});
