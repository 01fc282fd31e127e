import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SignJWT } from 'jose';
import { AI_PROVIDERS, type AiProviderId } from '#platform/ai/ai-request';
import { EmbeddedServer } from '#platform/database/embedded-server';
import { type Answer, TestClient } from '../../support/client.js';
import { eventStream, type ScriptedAnswer, ScriptedServer } from '../../support/scripted-server.js';
import { testDatabase, type TestDatabase } from '../../support/database.js';
import { type AppProcess, freePort, startProcess } from '../../support/process.js';
import * as anthropic from '../ai/wire/anthropic.js';
import { chunk } from '../ai/wire/chat-completions.js';
import * as google from '../ai/wire/google.js';

const [OLD, CURRENT] = [randomBytes(32).toString('hex'), randomBytes(32).toString('hex')] as const;
const JWT_SECRET = 'canary-of-the-jwt-secret-thirty-two-bytes';
const USER = randomUUID();
const IN_SETTINGS = {
  SUPABASE_JWT_SECRET: JWT_SECRET,
  OPENAI_API_KEY: 'sk-canary-of-the-platform-openai',
  ANTHROPIC_API_KEY: 'sk-ant-canary-of-the-platform-anthropic',
  GOOGLE_API_KEY: 'AIza-canary-of-the-platform-google-key',
  MISTRAL_API_KEY: 'canary-of-the-platform-mistral-key',
  SUPABASE_SERVICE_ROLE_KEY: 'canary-of-the-service-role-key',
  SMTP_URL: 'smtp://mailer:canary-of-the-smtp-password@127.0.0.1:1',
};
const CANARIES = ['canary', OLD, CURRENT, 'marketing_test:marketing_test'];

const OF_USER: Record<AiProviderId, string> = {
  openai: 'sk-canary-of-a-user-openai',
  anthropic: 'sk-ant-canary-of-a-user-anthropic',
  google: 'AIza-canary-of-a-user-google-key',
  mistral: 'canary-of-a-user-mistral',
};
const OF_PLATFORM: Record<AiProviderId, string> = {
  openai: IN_SETTINGS.OPENAI_API_KEY,
  anthropic: IN_SETTINGS.ANTHROPIC_API_KEY,
  google: IN_SETTINGS.GOOGLE_API_KEY,
  mistral: IN_SETTINGS.MISTRAL_API_KEY,
};
const FIRST_WORD = 'Spring ';

/** How each company refuses a request by a sentence, and how it ends a stream that has begun by one. */
const SAYS: Record<AiProviderId, (said: string) => Record<'refusal' | 'brokenStream', ScriptedAnswer>> = {
  openai: (message) => ({
    refusal: { status: 401, body: { error: { message, code: 'invalid_api_key' } } },
    brokenStream: eventStream(chunk({ content: FIRST_WORD }), { error: { message, code: 'server_error' } }),
  }),
  anthropic: (says) => ({
    refusal: anthropic.anthropicError(401, 'authentication_error', { says }),
    brokenStream: anthropic.namedEvents(
      anthropic.messageStart,
      anthropic.blockStart(0, anthropic.text('')),
      anthropic.textDelta(FIRST_WORD),
      anthropic.errorEvent('api_error', says),
    ),
  }),
  google: (message) => {
    const refusal = google.googleError(403, 'PERMISSION_DENIED', { message });
    return {
      refusal,
      brokenStream: eventStream(google.candidate([{ text: FIRST_WORD }]), refusal.body),
    };
  },
  mistral: (message) => ({
    refusal: { status: 401, body: { detail: message } },
    brokenStream: eventStream(chunk({ content: FIRST_WORD }), { object: 'error', message, code: '3000' }),
  }),
};

let folder: string;
let makers: ScriptedServer;
let database: TestDatabase;
beforeAll(async () => {
  makers = await ScriptedServer.start();
  folder = await mkdtemp(join(tmpdir(), 'marketing-leaks-'));
  database = await testDatabase(folder);
}, 90_000);
afterAll(async () => {
  await makers.close();
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
      OPENAI_BASE_URL: makers.url,
      ANTHROPIC_BASE_URL: makers.url,
      GOOGLE_BASE_URL: makers.url,
      MISTRAL_BASE_URL: makers.url,
      ...IN_SETTINGS,
      ...masterKeys,
      ...database.environment,
      RATE_LIMIT_GENERATION: '0',
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

type Asks = (asked: Promise<Answer>, status: number) => Promise<Answer>;

/** Tries a key, asks with it and streams with it, while the company repeats it in each failure. */
async function failWith(
  keys: Record<AiProviderId, string>,
  client: TestClient,
  { asks, refused }: { asks: Asks; refused: number },
): Promise<void> {
  for (const provider of AI_PROVIDERS) {
    const { refusal, brokenStream } = SAYS[provider](`No such key: ${keys[provider]}`);
    const chat = { messages: [{ role: 'user', content: 'Hello' }], provider, pinned: true };
    makers.clear();
    makers.will(...Array<ScriptedAnswer>(5).fill(refusal));
    await asks(client.post(`/api/ai/providers/${provider}/test`), 200);
    await asks(client.post('/api/ai/chat', chat), refused);
    await asks(client.post('/api/ai/compare', { prompt: 'Hello', providers: [provider] }), 200);
    makers.clear();
    makers.will(brokenStream);
    const { text } = await asks(client.post('/api/ai/chat', { ...chat, stream: true }), 200);
    for (const part of [FIRST_WORD, 'event: error']) expect(text).toContain(part);
    expect(JSON.stringify(makers.last)).toContain(keys[provider]);
  }
}

const leaksIn = (text: string) => CANARIES.filter((canary) => text.toLowerCase().includes(canary));

describe('a secret, of a user or of the settings', () => {
  it('is nowhere in answers, logs, figures, jobs and the database, whatever goes wrong', async () => {
    const list = '/api/user/secrets';
    const told: string[] = [];
    const asks: Asks = async (asked, status) => {
      const answer = await asked;
      told.push(answer.text, JSON.stringify([...answer.headers]));
      expect([answer.text, answer.status]).toEqual([answer.text, status]);
      return answer;
    };
    let apiKey = '';
    const first = await running({ SECRET_MASTER_KEY: OLD }, async (client) => {
      for (const [service, value] of Object.entries(OF_USER))
        await asks(client.put(`${list}/${service}`, { value }), 200);
      await asks(client.put(`${list}/openai`, { value: 'canary-of-the-wrong-shape' }), 422);
      await asks(client.put(`${list}/aws`, { value: 'canary-of-no-service' }), 422);
      await asks(client.put(`${list}/openai`, { value: `sk-canary\n${'x'.repeat(9_000)}` }), 400);
      await asks(client.put(`${list}/openai`, { value: { canary: 'canary' } }), 400);
      await asks(client.put(`${list}/openai`, { value: OF_USER.openai, extra: 'canary-in-excess' }), 400);
      await asks(client.put(`${list}/openai`, '{"value":"sk-canary-broken'), 400);
      await asks(client.put(`${list}/openai`, 'canary-of-no-json', { 'content-type': 'text/plain' }), 415);
      await failWith(OF_USER, client, { asks, refused: 422 });
      makers.will(SAYS.openai(`Not with ${OF_USER.openai}`).refusal);
      await asks(client.post(`${list}/openai/test`, undefined, { 'idempotency-key': randomUUID() }), 200);
      await asks(client.get('/api/ai/providers'), 200);
      await asks(client.get('/api/user/data-export'), 200);
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
        await child.says('Sealed 4 keys of users anew');
        await asks(client.get(list), 200);
        await asks(client.get('/metrics'), 200);
        expect(told.join('\n')).toContain('secrets_outdated 0');
        await asks(client.get('/api/health/status'), 200);
        for (const provider of AI_PROVIDERS) await asks(client.delete(`${list}/${provider}`), 200);
        await failWith(OF_PLATFORM, client, { asks, refused: 503 });
        await asks(client.get('/api/user/data-export'), 200);
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
