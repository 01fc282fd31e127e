import { randomUUID } from 'node:crypto';
import { Retention } from '#platform/retention/retention';
import { startApp, type TestApp } from '../../../support/app.js';
import { TestClient } from '../../../support/client.js';
import { until } from '../../../support/until.js';

const KEYS = '/api/user/api-keys';

let app: TestApp;
beforeAll(async () => {
  app = await startApp({ roles: 'web', settings: { TRUSTED_PROXIES: '127.0.0.1/32' } });
});
afterAll(() => app.close());

interface Entry {
  event: string;
  details: object;
  ip_address: string | null;
  user_agent: string | null;
}

async function owner() {
  const { id, client } = await app.newUser();
  const { body } = await client.post(KEYS, { name: 'Website', scopes: ['leads:read'] });
  const key = { key_id: body.data.id as string, name: 'Website' };
  const ask = async (ip: string, text = body.data.key) =>
    (
      await new TestClient(app.url, text).get('/api/leads', {
        'x-forwarded-for': ip,
        'user-agent': 'robot/1',
      })
    ).status;
  const log = async () => (await client.get('/api/privacy/audit-log?limit=100')).body.data as Entry[];
  return { id, client, key, ask, log, text: body.data.key as string };
}

describe('the audit log of an account', () => {
  it('tells of a key that it was made, used from an address for the first time, replaced and revoked', async () => {
    const { client, key, ask, log } = await owner();
    for (const ip of ['203.0.113.7', '203.0.113.7', '203.0.113.8']) expect(await ask(ip)).toBe(200);
    await until('both addresses are told', async () => (await log()).length === 3);
    await client.post(`${KEYS}/${key.key_id}/rotate`);
    await client.delete(`${KEYS}/${key.key_id}`);
    const told = (await log()).map(({ event, details, ip_address }) => [event, details, ip_address]);
    const arrived = (ip: string) => ['api-key.used-from-new-address', key, ip];
    expect([told[0], told[1], told[4]]).toEqual([
      ['api-key.revoked', key, '127.0.0.1'],
      ['api-key.rotated', key, '127.0.0.1'],
      ['api-key.created', key, '127.0.0.1'],
    ]);
    // Both are noted by one statement.
    expect(told.slice(2, 4)).toEqual(expect.arrayContaining(['203.0.113.7', '203.0.113.8'].map(arrived)));
    expect((await log())[2]).toMatchObject({ user_agent: 'robot/1' });
  });

  it('tells nothing of what came to nothing, and nothing to strangers', async () => {
    const [{ client, key, log, ask }, stranger] = [await owner(), await owner()];
    expect((await client.delete(`${KEYS}/${randomUUID()}`)).status).toBe(404);
    expect((await stranger.client.delete(`${KEYS}/${key.key_id}`)).status).toBe(404);
    expect(
      (await client.post(KEYS, { name: 'A', scopes: ['leads:read'], expires_at: '2020-01-01T00:00:00Z' }))
        .status,
    ).toBe(422);
    expect(await ask('203.0.113.9', stranger.text)).toBe(200);
    await until('the use is told to its owner', async () => (await stranger.log()).length === 2);
    expect((await log()).map(({ event }) => event)).toEqual(['api-key.created']);
  });

  it('cannot be changed with a token, keeps two hundred addresses of a key, and forgets what is old', async () => {
    const { id, key, ask, log } = await owner();
    const [grants] = await app.sql<{ update: boolean; delete: boolean }>(
      `select has_table_privilege('authenticated', 'api_key_events', 'update') as update,
         has_table_privilege('authenticated', 'api_key_events', 'delete') as delete`,
    );
    expect(grants).toEqual({ update: false, delete: false });
    await app.sql(
      `insert into api_key_events (user_id, key_id, key_name, event, ip_address, created_at)
       select $1, $2, 'Website', 'used', ('10.1.2.' || n)::inet, now() - interval '10 years' from generate_series(1, 200) n`,
      [id, key.key_id],
    );
    expect(await ask('203.0.113.10')).toBe(200);
    await until('the use is noted', async () => {
      const [row] = await app.sql<{ at: string | null }>(
        'select last_used_at as at from api_keys where id = $1',
        [key.key_id],
      );
      return row?.at !== null;
    });
    const used = (
      await app.sql('select from api_key_events where key_id = $1 and event = $2', [key.key_id, 'used'])
    ).length;
    expect(used).toBe(200);
    await app.get(Retention).run(new AbortController().signal);
    expect((await log()).map(({ event }) => event)).toEqual(['api-key.created']);
  });
});
