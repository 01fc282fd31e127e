import { randomUUID } from 'node:crypto';
import { Database } from '#platform/database/database';
import { Secrets } from '#platform/secrets/secrets';
import { ServerSecrets } from '#platform/secrets/server-secrets';
import type { TestApp } from '../../support/app.js';
import { sharedApp } from '../../support/kept-app.js';
import type { TestClient } from '../../support/client.js';
import { keyFor, recordOf } from './vault.js';

const LIST = '/api/user/secrets';

let app: TestApp;
beforeAll(async () => {
  app = await sharedApp({ roles: 'web' });
});
afterAll(() => app.close());

const listOf = async (client: TestClient) => (await client.get(LIST)).body.data;
const put = (client: TestClient, name: string, value: unknown) =>
  client.put(`${LIST}/${name}`, { value }, { 'user-agent': 'Vault test' });

describe('a user’s key', () => {
  it('goes in and comes out as a mask, a fingerprint and dates only', async () => {
    const { client } = await app.newUser();
    const value = keyFor.anthropic();
    const { status, body } = await put(client, 'anthropic_api_key', `  ${value}\n`);
    expect(status).toBe(200);
    const entry = {
      service: 'anthropic_api_key',
      mask: `sk-ant-…${value.slice(-4)}`,
      fingerprint: expect.stringMatching(/^[0-9a-f]{16}$/),
      is_active: true,
      problem: null,
      created_at: expect.stringMatching(/Z$/),
      updated_at: expect.stringMatching(/Z$/),
      last_used_at: null,
    };
    expect(body).toEqual({ success: true, data: entry, error: null });
    const listed = await client.get(LIST);
    expect(listed.body).toEqual({ success: true, data: [body.data], error: null, next_cursor: null });
    expect(listed.text).not.toContain(value.slice(7, -4));
  });

  it('is kept sealed, with an address, a browser and no value in the record', async () => {
    const { id, client } = await app.newUser();
    const value = keyFor.openai();
    await put(client, 'openai', value);
    const [row] = await app.sql('select * from user_secrets where user_id = $1', [id]);
    expect(row).toMatchObject({ service_name: 'openai_api_key', format: 2, is_active: true });
    expect(Buffer.from(String(row?.['encrypted_value']), 'base64')).toHaveLength(value.length + 16);
    expect(String(row?.['initialization_vector'])).toHaveLength(16);
    expect(JSON.stringify(row)).not.toContain(value);
    expect(await recordOf(app, id)).toEqual([
      {
        operation: 'create',
        service_name: 'openai_api_key',
        success: true,
        error_message: null,
        ip: '127.0.0.1',
        user_agent: 'Vault test',
      },
    ]);
  });

  it.each([
    ['openai', 'openai_api_key', keyFor.openai],
    ['anthropic', 'anthropic_api_key', keyFor.anthropic],
    ['google', 'gemini_api_key_encrypted', keyFor.gemini],
    ['gemini', 'gemini_api_key_encrypted', keyFor.gemini],
    ['google', 'gemini_api_key_encrypted', keyFor.geminiOfToday],
    ['mistral', 'mistral_api_key', keyFor.mistral],
  ])('for %s is kept as %s', async (called, name, key) => {
    const { client } = await app.newUser();
    expect((await put(client, called, key())).body.data.service).toBe(name);
  });

  it.each([
    ['AIza', keyFor.gemini],
    ['AQ.', keyFor.geminiOfToday],
  ])('of Google that begins with %s is told by that beginning', async (prefix, key) => {
    const { client } = await app.newUser();
    const value = key();
    expect((await put(client, 'google', value)).body.data.mask).toBe(`${prefix}…${value.slice(-4)}`);
  });

  it.each([
    ['openai_api_key', 'pk-0123456789012345678901', 'begins with sk-'],
    ['openai_api_key', `sk-${'x'.repeat(17)}`, 'has more than 20'],
    ['anthropic_api_key', 'sk-0123456789012345678901', 'begins with sk-ant-'],
    ['gemini_api_key_encrypted', `AIza${'x'.repeat(26)}`, 'has more than 30'],
    ['gemini_api_key_encrypted', `AQ.${'x'.repeat(27)}`, 'has more than 30'],
    ['gemini_api_key_encrypted', `AQ${'x'.repeat(40)}`, 'begins with AIza or AQ.'],
    ['json2video_api_key', 'x'.repeat(10), 'has more than 10'],
    ['blotato_api_key', 'blt_xxxxxxxx', 'has more than 12'],
    ['twitter_bearer_token', 'x'.repeat(50), 'has more than 50'],
    ['facebook_access_token', 'x'.repeat(60), 'begins with EAA'],
    ['instagram_access_token', 'x'.repeat(30), 'has more than 30'],
    ['linkedin_access_token', 'x'.repeat(30), 'has more than 30'],
    ['youtube_api_key', 'x'.repeat(40), 'begins with AIza'],
    ['youtube_api_key', `AQ.${'x'.repeat(40)}`, 'begins with AIza'],
    ['tiktok_access_token', 'x'.repeat(20), 'has more than 20'],
  ])('for %s of %s is refused because a key %s', async (name, value, reason) => {
    const { id, client } = await app.newUser();
    const { status, body, text } = await put(client, name, value);
    expect([status, body.code]).toEqual([422, 'secrets/value-unfit']);
    expect(body.error).toContain(reason);
    expect(text).not.toContain(value);
    expect(await recordOf(app, id)).toEqual([]);
  });

  it('that is not one line of text is refused, and not repeated', async () => {
    const { client } = await app.newUser();
    const unfit = [
      `sk-${'x'.repeat(5_000)}`,
      'sk-canary-one\nsk-canary-two-two',
      'sk-canary-\u0007-bell-bell',
      '',
    ];
    for (const value of [
      ...unfit,
      'sk-canary-\u200b-zero-width',
      'sk canary with some blanks',
      7,
      null,
      ['sk'],
    ]) {
      const { status, text } = await put(client, 'openai', value);
      expect([value, status]).toEqual([value, 400]);
      expect(text).not.toContain('canary');
    }
    expect(
      (await client.put(`${LIST}/openai`, { value: keyFor.openai(), user_id: randomUUID() })).status,
    ).toBe(400);
    expect((await client.put(`${LIST}/openai`, {})).status).toBe(400);
    expect(await listOf(client)).toEqual([]);
  });

  it('for a service that we do not know is refused', async () => {
    const { client } = await app.newUser();
    for (const name of ['aws', 'constructor', '__proto__', 'OPENAI', 'openai_api_key%20'])
      expect((await put(client, name, keyFor.openai())).body.code).toBe('secrets/service-unknown');
  });

  it('is removed for good, and saved again it is in use again', async () => {
    const { id, client } = await app.newUser();
    const [first, second] = [keyFor.mistral(), keyFor.mistral()];
    const created = (await put(client, 'mistral', first)).body.data;
    expect(await app.get(Secrets).read(id, 'mistral_api_key')).toBe(first);
    for (const again of [false, true]) {
      const { status, body } = await client.delete(`${LIST}/mistral`);
      expect([again, status, body.data]).toEqual([again, 200, null]);
    }
    expect(await app.get(Secrets).read(id, 'mistral_api_key')).toBeUndefined();
    expect(await listOf(client)).toMatchObject([
      { service: 'mistral_api_key', mask: null, fingerprint: null, is_active: false, problem: null },
    ]);
    const [row] = await app.sql('select encrypted_value from user_secrets where user_id = $1', [id]);
    expect(row).toEqual({ encrypted_value: '' });

    const anew = (await put(client, 'mistral', second)).body.data;
    expect(anew).toMatchObject({ is_active: true, created_at: created.created_at });
    expect(anew.fingerprint).not.toBe(created.fingerprint);
    expect(await app.get(Secrets).read(id, 'mistral_api_key')).toBe(second);
    expect((await put(client, 'mistral', first)).body.data.fingerprint).toBe(created.fingerprint);
    expect(await app.get(Secrets).read(id, 'mistral_api_key')).toBe(first);
    const done = (await recordOf(app, id)).map(({ operation }) => operation);
    expect(done.filter((operation) => operation !== 'read')).toEqual([
      'create',
      'delete',
      'update',
      'update',
    ]);
  });

  it('that was never saved is not found', async () => {
    const { id, client } = await app.newUser();
    for (const name of ['openai', 'nobody_knows_this']) {
      const { status, body } = await client.delete(`${LIST}/${name}`);
      expect([status, body.code]).toEqual([404, 'secrets/not-found']);
    }
    expect((await client.post(`${LIST}/openai/test`)).status).toBe(404);
    expect(await recordOf(app, id)).toEqual([]);
  });

  it('saved twenty times at once is there once, with one of the values', async () => {
    const { id, client } = await app.newUser();
    const values = Array.from({ length: 20 }, () => keyFor.openai());
    const answers = await Promise.all(values.map((value) => put(client, 'openai', value)));
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    expect(await listOf(client)).toHaveLength(1);
    expect(values).toContain(await app.get(Secrets).read(id, 'openai_api_key'));
    const done = (await recordOf(app, id)).map(({ operation }) => operation);
    expect(done.filter((operation) => operation === 'create')).toHaveLength(1);
    expect(done.filter((operation) => operation === 'update')).toHaveLength(19);
  });
});

describe('what opens a server that the user has named', () => {
  it.each([
    'mcp_server',
    'lead_source',
    'mail_transport',
    'mail_events',
    'mail_identity',
    'connection',
    'webhook',
  ] as const)('is kept under %s and is no key of theirs: neither told nor removed here', async (what) => {
    const { id, client } = await app.newUser();
    const service = `${what}:${randomUUID()}` as const;
    const nobody = { ip: null, userAgent: null };
    await app
      .get(Database)
      .as(id, () => app.get(ServerSecrets).keep(id, service, 'between-us-and-them', nobody));
    expect(await listOf(client)).toEqual([]);
    const { status, body } = await client.delete(`${LIST}/${encodeURIComponent(service)}`);
    expect([status, body.code]).toEqual([404, 'secrets/not-found']);
    expect(await app.get(Secrets).readNow(id, service)).toBe('between-us-and-them');
  });
});
