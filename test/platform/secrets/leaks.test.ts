import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SignJWT } from 'jose';
import { EmbeddedServer } from '#platform/database/embedded-server';
import { type Answer, TestClient } from '../../support/client.js';
import { ScriptedServer } from '../../support/scripted-server.js';
import { testDatabase, type TestDatabase } from '../../support/database.js';
import { type AppProcess, freePort, startProcess } from '../../support/process.js';

const [OLD, CURRENT] = [randomBytes(32).toString('hex'), randomBytes(32).toString('hex')] as const;
const JWT_SECRET = 'canary-of-the-jwt-secret-thirty-two-bytes';
const USER = randomUUID();
const IN_SETTINGS = {
  SUPABASE_JWT_SECRET: JWT_SECRET,
  OPENAI_API_KEY: 'sk-canary-of-the-platform-openai',
  ANTHROPIC_API_KEY: 'sk-ant-canary-of-the-platform-anthropic',
  GOOGLE_API_KEY: 'AIza-canary-of-the-platform-google-key',
  SUPABASE_SERVICE_ROLE_KEY: 'canary-of-the-service-role-key',
  SMTP_URL: 'smtp://mailer:canary-of-the-smtp-password@127.0.0.1:1',
};
const CANARIES = ['canary', OLD, CURRENT, 'marketing_test:marketing_test'];

let folder: string;
let openai: ScriptedServer;
let database: TestDatabase;
beforeAll(async () => {
  openai = await ScriptedServer.start();
  folder = await mkdtemp(join(tmpdir(), 'marketing-leaks-'));
  database = await testDatabase(folder);
}, 90_000);
afterAll(async () => {
  await openai.close();
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});

async function running(
  masterKeys: Record<string, string>,
  work: (client: TestClient, child: AppProcess) => Promise<void>,
): Promise<string> {
  const port = await freePort();
  const child = await startProcess(
    {
      DATA_DIR: folder,
      PORT: String(port),
      LOG_LEVEL: 'trace',
      ENVIRONMENT: 'test',
      OPENAI_BASE_URL: openai.url,
      ...IN_SETTINGS,
      ...masterKeys,
      ...database.environment,
    },
    'test/support/probe/main.js',
  );
  try {
    await child.says('probe is up', 60_000);
    const token = new SignJWT({ role: 'authenticated' })
      .setProtectedHeader({ alg: 'HS256' })
      .setSubject(USER);
    const signed = token.setAudience('authenticated').setExpirationTime('1h').sign(Buffer.from(JWT_SECRET));
    await work(new TestClient(`http://127.0.0.1:${port}`, await signed), child);
    child.child.kill('SIGTERM');
    await child.exit;
    return child.output;
  } finally {
    await child.close();
  }
}

/** Every row of every table, as text. */
async function everythingKept(): Promise<string> {
  const tables = `select format('%I.%I', table_schema, table_name) as name from information_schema.tables
    where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`;
  const dump = async (query: (sql: string) => Promise<Record<string, unknown>[]>) => {
    const kept: string[] = [];
    for (const { name } of await query(tables))
      kept.push(JSON.stringify(await query(`select * from ${String(name)}`)));
    return kept.join('\n');
  };
  const { query } = database;
  if (query) return dump((sql) => query(sql, []));
  const server = await EmbeddedServer.open({ dataDir: join(folder, 'postgres') });
  const kept = await dump(async (sql) => (await server.postgres.query<Record<string, unknown>>(sql)).rows);
  await server.close();
  return kept;
}

const leaksIn = (text: string) => CANARIES.filter((canary) => text.toLowerCase().includes(canary));

describe('a secret, of a user or of the settings', () => {
  it('is nowhere in answers, logs, figures, jobs and the database, whatever goes wrong', async () => {
    const list = '/api/user/secrets';
    const told: string[] = [];
    const asks = async (asked: Promise<Answer>, status: number) => {
      const { status: answered, text, headers } = await asked;
      told.push(text, JSON.stringify([...headers]));
      expect([text, answered]).toEqual([text, status]);
    };
    let apiKey = '';
    const kept = { openai: 'sk-canary-of-a-user-openai', anthropic: 'sk-ant-canary-of-a-user-anthropic' };
    const first = await running({ SECRET_MASTER_KEY: OLD }, async (client) => {
      for (const [service, value] of Object.entries(kept))
        await asks(client.put(`${list}/${service}`, { value }), 200);
      await asks(client.put(`${list}/openai`, { value: 'canary-of-the-wrong-shape' }), 422);
      await asks(client.put(`${list}/aws`, { value: 'canary-of-no-service' }), 422);
      await asks(client.put(`${list}/openai`, { value: `sk-canary\n${'x'.repeat(9_000)}` }), 400);
      await asks(client.put(`${list}/openai`, { value: { canary: 'canary' } }), 400);
      await asks(client.put(`${list}/openai`, { value: kept.openai, extra: 'canary-in-excess' }), 400);
      await asks(client.put(`${list}/openai`, '{"value":"sk-canary-broken'), 400);
      await asks(client.put(`${list}/openai`, 'canary-of-no-json', { 'content-type': 'text/plain' }), 415);
      // The provider repeats the key in its refusal, as OpenAI does.
      openai.will({
        status: 401,
        body: { error: { message: `No such key: ${kept.openai}`, code: 'invalid_api_key' } },
      });
      await asks(client.post(`${list}/openai/test`, undefined, { 'idempotency-key': randomUUID() }), 200);
      openai.will({ status: 400, body: { error: { message: `Not with ${kept.openai}`, code: 'x' } } });
      const chat = { messages: [{ role: 'user', content: 'Hello' }], provider: 'openai' };
      await asks(client.post('/api/ai/chat', chat), 422);
      await asks(client.get(list), 200);
      const row = {
        user_id: USER,
        service_name: 'x',
        encrypted_value: 'canary-x',
        initialization_vector: 'x',
      };
      await client.post('/rest/v1/user_secrets', row);
      const made = await client.post('/api/user/api-keys', { name: 'CI', scopes: ['leads:read'] });
      apiKey = made.body.data.key;
      for (const path of ['/api/leads', '/api/content/library', `/api/leads?q=${apiKey}`])
        await client.get(path, { authorization: `Bearer ${apiKey}` });
      await asks(client.get('/api/user/api-keys'), 200);
      await asks(client.get('/health/status'), 200);
    });
    const second = await running(
      { SECRET_MASTER_KEY: CURRENT, SECRET_MASTER_KEYS_PREVIOUS: OLD },
      async (client, child) => {
        await child.says('Sealed 2 keys of users anew');
        await asks(client.get(list), 200);
        await asks(client.get('/metrics'), 200);
        expect(told.join('\n')).toContain('secrets_outdated 0');
        await asks(client.get('/api/health/status'), 200);
        await asks(client.delete(`${list}/anthropic`), 200);
      },
    );
    expect(first.length + second.length).toBeGreaterThan(1_000);
    expect(leaksIn(first + second)).toEqual([]);
    expect(leaksIn(told.join('\n'))).toEqual([]);
    const stored = await everythingKept();
    for (const table of ['openai_api_key', '"delete"', 'secrets.reseal']) expect(stored).toContain(table);
    expect(leaksIn(stored)).toEqual([]);
    const secret = apiKey.slice(27);
    expect(secret.length).toBeGreaterThan(40);
    for (const text of [first, second, ...told, stored]) expect(text).not.toContain(secret);
  }, 180_000);
});
