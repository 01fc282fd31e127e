import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SignJWT } from 'jose';
import { TestClient } from '../../support/client.js';
import { type TestDatabase, testDatabase } from '../../support/database.js';
import { type AppProcess, freePort, startProcess } from '../../support/process.js';
import { until } from '../../support/until.js';
import { HOOKS, Receiver } from './hook-stage.js';

const SECRETS = { SUPABASE_JWT_SECRET: 'x'.repeat(32), SECRET_MASTER_KEY: '0a1b'.repeat(16) };
const LEADS = 40;
const ANSWERED = 12;
/** As many as are sent to one webhook at once. */
const HELD = 5;

describe('a process that is killed while it tells webhooks', () => {
  const processes: AppProcess[] = [];
  let folder: string;
  let database: TestDatabase;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'marketing-hooks-'));
    database = await testDatabase(folder);
  }, 90_000);
  afterAll(async () => {
    await Promise.all(processes.map((one) => one.close()));
    await database.drop();
    await rm(folder, { recursive: true, force: true });
  });

  async function started(): Promise<{ child: AppProcess; url: string }> {
    const port = await freePort();
    const child = await startProcess({
      ...SECRETS,
      ...database.environment,
      DATA_DIR: folder,
      PORT: String(port),
      OUTBOUND_ALLOW: '127.0.0.2/32',
      WEBHOOK_TIMEOUT_MS: '5000',
      WEBHOOK_LEASE_SECONDS: '6',
    });
    processes.push(child);
    const url = `http://127.0.0.1:${port}`;
    const isReady = async () => {
      if (child.child.exitCode !== null) throw new Error(child.output);
      return (await fetch(`${url}/health/ready`).catch(() => null))?.ok === true;
    };
    await until('the process to be ready', isReady, 90_000);
    return { child, url };
  }

  it('is followed by one that tells all of it, what was under way once more under the same id', async () => {
    const held: ServerResponse[] = [];
    let isHolding = true;
    const receiver = await Receiver.start((response) => {
      if (isHolding && receiver.arrivals.length > ANSWERED) held.push(response);
      else response.end('thanks');
    });
    const token = await new SignJWT({ role: 'authenticated' })
      .setProtectedHeader({ alg: 'HS256' })
      .setSubject(randomUUID())
      .setAudience('authenticated')
      .setExpirationTime('1h')
      .sign(Buffer.from(SECRETS.SUPABASE_JWT_SECRET));
    const first = await started();
    const before = new TestClient(first.url, token);
    const hook = await before.post(HOOKS, { name: 'Hook', url: receiver.url, events: ['lead.created'] });
    expect(hook.status).toBe(201);
    const leads = Array.from({ length: LEADS }, (_, at) => `lead-${at}@people.test`);
    for (const email of leads)
      expect((await before.post('/api/leads', { name: 'Ada', email, source: 'manual' })).status).toBe(201);
    await until('deliveries to be under way', () => held.length >= HELD, 90_000);
    first.child.child.kill('SIGKILL');
    expect((await first.child.exit).signal).toBe('SIGKILL');
    isHolding = false;

    const second = await started();
    const after = new TestClient(second.url, token);
    const delivered = async () =>
      (await after.get(`${HOOKS}/${hook.body.data.id}/deliveries?state=delivered&limit=100`)).body.data;
    await until('all to be delivered', async () => (await delivered()).length === LEADS, 90_000);
    const ids = new Map<string, string[]>();
    for (const { headers, body } of receiver.arrivals) {
      const { email } = JSON.parse(body).data as { email: string };
      ids.set(email, [...(ids.get(email) ?? []), String(headers['webhook-id'])]);
    }
    expect([...ids.keys()].toSorted()).toEqual(leads.toSorted());
    for (const [email, told] of ids) expect([email, new Set(told).size]).toEqual([email, 1]);
    const twice = [...ids.values()].filter((told) => told.length > 1).length;
    expect(twice).toBeGreaterThanOrEqual(HELD);
    // What was answered and not yet noted when the process was killed is told again, too; nothing else is.
    expect(twice).toBeLessThanOrEqual(HELD + ANSWERED);
    for (const response of held) response.destroy();
    await receiver.close();
  }, 240_000);
});
