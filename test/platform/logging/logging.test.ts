import { randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import { TestClient } from '../../support/client.js';
import { testDatabase, type TestDatabase } from '../../support/database.js';
import { type AppProcess, freePort, startProcess } from '../../support/process.js';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const SECRET = 'canary-jwt-secret-of-thirty-two-bytes';
const MASTER = 'c0ffee'.repeat(10) + 'c0ff';

let folder: string;
let database: TestDatabase;
let child: AppProcess;
let url: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'marketing-logging-'));
  database = await testDatabase(folder);
  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  const settings = {
    DATA_DIR: folder,
    PORT: String(port),
    LOG_LEVEL: 'debug',
    ENVIRONMENT: 'test',
    SUPABASE_JWT_SECRET: SECRET,
    SECRET_MASTER_KEY: MASTER,
  };
  child = await startProcess({ ...settings, ...database.environment }, 'test/support/probe/main.js');
  await child.says('probe is up', 60_000);
}, 90_000);
afterAll(async () => {
  await child.close();
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});

async function signedIn(): Promise<{ id: string; token: string; client: TestClient }> {
  const id = randomUUID();
  const token = await new SignJWT({ role: 'authenticated', email: 'canary-address@example.com' })
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject(id)
    .setAudience('authenticated')
    .setExpirationTime('1h')
    .sign(Buffer.from(SECRET));
  return { id, token, client: new TestClient(url, token) };
}
const lineOf = async (requestId: string) => {
  await child.says(`"req_id":"${requestId}"`);
  return child.lines.find((line) => line['req_id'] === requestId);
};

describe('the log', () => {
  it('has one line per request, with who asked, what for, and how it ended', async () => {
    const { id, client } = await signedIn();
    await client.get('/probe/data?search=canary-query', { 'x-request-id': 'req-log-1' });
    expect(await lineOf('req-log-1')).toMatchObject({
      level: 'info',
      time: expect.stringMatching(/^\d{4}-.+Z$/),
      service: 'marketing-autopilot',
      user_id: id,
      method: 'GET',
      url: '/probe/data',
      status: 200,
      ms: expect.any(Number),
    });
  });

  it('has an unforeseen error whole, under the id the caller was given', async () => {
    const { client } = await signedIn();
    const { body } = await client.get('/probe/boom', { 'x-request-id': 'req-log-2' });
    expect(body.request_id).toBe('req-log-2');
    await child.says('req-log-2');
    const line = child.lines.find((one) => one['req_id'] === 'req-log-2' && one['context'] === 'Errors');
    expect(line).toMatchObject({
      level: 'error',
      context: 'Errors',
      err: { stack: expect.stringContaining('probe.controller') },
    });
  });

  it('has a job that could not even be read, by its name and not by what it holds', async () => {
    const { client } = await signedIn();
    await client.post('/probe/unfit-errands', { name: 'canary-errand', how: 'fail' });
    await child.says('unfit payload');
    const line = child.lines.find((one) => one['context'] === 'Jobs' && one['job'] === 'probe.run-errand');
    expect(line).toMatchObject({
      level: 'error',
      attempt: 1,
      err: { message: expect.stringContaining('unfit payload') },
    });
    expect(JSON.stringify(line)).not.toContain('canary-errand');
  });

  it('says in each line a request writes which request it is, and whose', async () => {
    const callers = await Promise.all(Array.from({ length: 5 }, signedIn));
    await Promise.all(
      callers.map(({ client }, at) => client.get('/probe/logs', { 'x-request-id': `req-said-${at}` })),
    );
    for (const [at, { id }] of callers.entries()) {
      await lineOf(`req-said-${at}`);
      const said = child.lines.find(
        ({ req_id, context }) => req_id === `req-said-${at}` && context === 'ProbeController',
      );
      expect(said).toMatchObject({ user_id: id });
    }
  });

  it('says in each line a job writes which job it is, and for whom', async () => {
    const { id, client } = await signedIn();
    await client.post(
      '/probe/errands',
      { name: 'spoken of', how: 'fail-once' },
      { 'x-request-id': 'req-errand' },
    );
    await child.says('"errand":"spoken of"');
    const line = child.lines.find(({ errand }) => errand === 'spoken of');
    expect(line).toMatchObject({
      job: 'probe.run-errand',
      job_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      user_id: id,
    });
    expect(line).not.toHaveProperty('req_id');
  });

  it('never holds a token, a secret, a header, a query or a body', async () => {
    const { token, client } = await signedIn();
    const headers = { cookie: 'session=canary-cookie', apikey: 'canary-apikey', 'x-request-id': 'req-log-3' };
    await client.post(
      '/probe/echo?token=canary-query',
      { name: 'canary-body', free: { password: 'canary-password' } },
      headers,
    );
    await client.post('/probe/echo', '{"name":"canary-broken', headers);
    await client.post('/probe/echo', { name: 5, canary_field: 'canary-refused' }, headers);
    await client.get('/e/o/canary-mail-token.gif');
    await client.get('/auth/v1/verify?token=canary-verify');
    const forged = { first_name: 'canary-rest', source: 'test', created_by: randomUUID() };
    expect((await client.post('/rest/v1/leads', forged)).status).toBeGreaterThanOrEqual(400);
    await client.post('/auth/v1/signup', { email: 'canary-address', password: 'canary-password' });
    await new TestClient(url, `${token}x`).get('/probe/data', { 'x-request-id': 'req-log-4' });
    await lineOf('req-log-4');
    const told = child.output;
    for (const secret of [
      token,
      token.split('.')[2] ?? '',
      SECRET,
      MASTER,
      'canary-cookie',
      'canary-apikey',
      'canary-query',
      'canary-body',
      'canary-password',
      'canary-broken',
      'canary-refused',
      'canary-mail-token',
      'canary-verify',
      'canary-address',
      'marketing_test:marketing_test',
    ])
      expect([secret, told.includes(secret)]).toEqual([secret, false]);
  });

  it('keeps each event on one line, whatever the caller sends', async () => {
    const { client } = await signedIn();
    await client.get(`/probe/${encodeURIComponent('a\nb\u001b[31m{"level":"forged"}')}`, {
      'x-request-id': 'req-log-5',
      'user-agent': 'x'.repeat(8_000),
    });
    await lineOf('req-log-5');
    for (const line of child.stdout.split('\n').filter((text) => text.includes('req-log'))) {
      expect(() => JSON.parse(line) as unknown).not.toThrow();
      expect(line.length).toBeLessThan(16_384);
      expect(line).not.toContain('\u001b');
    }
  });
});

describe('the metrics', () => {
  it('tell of requests, connections, jobs and the event loop, and of no tenant', async () => {
    const { id, client } = await signedIn();
    await client.get(`/probe/forms/${id}`);
    await client.get(`/nowhere/${id}`);
    const { status, text, headers } = await new TestClient(url, null).get('/metrics');
    expect(status).toBe(200);
    expect(headers.get('content-type')).toMatch(/^text\/plain/);
    for (const name of [
      'http_request_duration_seconds_bucket',
      'database_connections',
      'jobs_waiting',
      'jobs_oldest_seconds',
      'nodejs_eventloop_lag_seconds',
      'process_resident_memory_bytes',
    ])
      expect(text).toContain(`# TYPE ${name.replace('_bucket', '')}`);
    expect(text).toMatch(
      /http_request_duration_seconds_count\{method="GET",route="\/probe\/forms\/:form",status="200"\} 1/,
    );
    expect(text).toMatch(/database_connections\{state="open"\} \d+/);
    expect(text).toContain('route="none"');
    expect(text).not.toContain(id);
    expect(text).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-|@|canary/);
  });
});
