import type { TestClient } from '../../support/client.js';
import { describeOtherConnections } from './connections.cases.js';
import { connect, KEY, NetworkStage, PROFILES } from './network-stage.js';

let stage: NetworkStage;
let mine: TestClient;
let id: string;
beforeAll(async () => {
  stage = await NetworkStage.open({ roles: 'web' });
});
beforeEach(async () => {
  ({ client: mine, id } = await stage.app.newUser());
  stage.wire.clear();
});
afterAll(() => stage.close());

const list = async (as = mine) => (await as.get('/api/integrations/connections')).body.data;

describe('a service that is connected by a key', () => {
  it('is asked first, and then kept with the accounts it can post to', async () => {
    stage.wire.will(...PROFILES['buffer']!);
    const { status, body } = await mine.post('/api/integrations/buffer/connect', { api_key: ` ${KEY} ` });
    expect(status).toBe(200);
    expect(body.data).toEqual({
      service: 'buffer',
      status: 'connected',
      connected_at: expect.stringMatching(/Z$/),
      account_info: { id: expect.any(String), name: 'Dough & Co.', profiles: 1 },
      message: 'Buffer is connected: 1 account can be posted to.',
    });
    expect(stage.wire.requests.map(({ headers }) => headers.authorization)).toEqual([
      `Bearer ${KEY}`,
      `Bearer ${KEY}`,
    ]);
    expect(await list()).toEqual([
      {
        id: expect.any(String),
        service_name: 'buffer',
        connection_status: 'connected',
        last_sync_at: expect.any(String),
        sync_status: 'success',
        configuration: {},
        error_message: null,
        connected_at: expect.any(String),
        token_expires_at: null,
        account_name: 'Dough & Co.',
        scopes: [],
        health: 'good',
        profiles: [
          {
            id: body.data.account_info.id,
            name: 'Dough & Co.',
            platform: 'linkedin',
            username: 'dough',
            avatarUrl: null,
            isActive: true,
          },
        ],
      },
    ]);
    const { connections } = (await mine.get('/api/social-connections')).body;
    expect(connections).toMatchObject([{ platform: 'buffer', isConnected: true, userId: id }]);
  });

  it.each([
    ['sprout', 'sprout-social'],
    ['sprout_social', 'sprout-social'],
    ['hootsuite', 'hootsuite'],
  ])('is meant by %s too', async (name, service) => {
    stage.wire.will(...PROFILES[service]!);
    const { body } = await mine.post(`/api/integrations/${name}/connect`, { api_key: KEY });
    expect(body).toMatchObject({ success: true, data: { service, status: 'connected' } });
  });

  it.each([
    [
      'a refusal',
      [{ body: { data: null, errors: [{ message: KEY, extensions: { code: 'UNAUTHORIZED' } }] } }],
      422,
      'channels/token-refused',
    ],
    ['a 401', [{ status: 401, body: {} }], 422, 'channels/token-refused'],
    [
      'a limit',
      [{ status: 429, headers: { 'retry-after': '90' }, body: {} }],
      429,
      'channels/social-limited',
    ],
    ['a failure', [{ status: 500, body: 'no' }], 503, 'channels/social-unavailable'],
    ['nonsense', [{ body: { data: { account: 7 } } }], 503, 'channels/social-unavailable'],
    [
      'a redirect',
      [{ status: 302, headers: { location: 'http://127.0.0.1:9/' }, body: '' }],
      503,
      'channels/social-unavailable',
    ],
    ['silence', [{ ending: 'reset' as const }], 503, 'channels/social-unavailable'],
    ['nobody', [{ body: { data: { account: { organizations: [] } } } }], 422, 'integrations/no-profiles'],
  ])('is not kept after %s', async (_, answers, expected, code) => {
    stage.wire.will(...answers);
    const { status, body, text, headers } = await mine.post('/api/integrations/buffer/connect', {
      api_key: KEY,
    });
    expect([status, body.code]).toEqual([expected, code]);
    expect(text).not.toContain(KEY);
    if (expected === 429) expect(headers.get('retry-after')).toBe('90');
    expect(await list()).toEqual([]);
  });

  it.each([
    ['later', 501, 'channels/not-offered'],
    ['video-publisher', 501, 'integrations/publisher-elsewhere'],
    ['myspace', 404, 'channels/unknown-service'],
  ])('answers honestly for %s', async (service, expected, code) => {
    const { status, body } = await mine.post(`/api/integrations/${service}/connect`, { api_key: KEY });
    expect([status, body.code]).toEqual([expected, code]);
    expect(stage.wire.requests).toEqual([]);
  });

  it.each([{}, { api_key: '' }, { api_key: 'two words' }, { api_key: 7 }, { api_key: KEY, more: 1 }])(
    'is not asked with %j',
    async (body) => {
      expect((await mine.post('/api/integrations/buffer/connect', body)).status).toBe(400);
      expect(stage.wire.requests).toEqual([]);
    },
  );

  it('never gives its key out again, and keeps it sealed', async () => {
    await connect(mine, stage.wire, 'buffer');
    const texts = [
      (await mine.get('/api/integrations/connections')).text,
      (await mine.get('/api/social-connections')).text,
      (await mine.get('/api/social/platforms')).text,
      (await mine.get('/api/user/secrets')).text,
    ];
    for (const text of texts) expect(text).not.toContain(KEY);
    const rows = await stage.app.sql(
      `select row_to_json(c)::text as c from integration_connections c where user_id = $1
       union all select row_to_json(s)::text from user_secrets s where user_id = $1
       union all select row_to_json(a)::text from secret_audit_logs a where user_id = $1`,
      [id],
    );
    expect(rows.length).toBeGreaterThan(2);
    expect(JSON.stringify(rows)).not.toContain(KEY);
  });

  it('is read anew, and says when its key is refused meanwhile', async () => {
    await connect(mine, stage.wire, 'hootsuite');
    const [{ profiles: before }] = await list();
    stage.wire.will({
      body: {
        data: [
          { id: 'profile-1', type: 'LINKEDINCOMPANY', socialNetworkUsername: 'renamed' },
          { id: 'profile-2', type: 'TWITTER', socialNetworkUsername: 'dough' },
        ],
      },
    });
    const { body } = await mine.post('/api/integrations/hootsuite/sync');
    expect(body.data.profiles).toMatchObject([
      { name: 'dough', platform: 'twitter' },
      { id: before[0].id, name: 'renamed' },
    ]);
    stage.wire.will({ status: 401, body: {} });
    expect((await mine.post('/api/integrations/hootsuite/test')).body.data).toEqual({
      ok: false,
      problem: expect.stringContaining('connect it again'),
    });
    expect(await list()).toMatchObject([
      { connection_status: 'error', error_message: expect.stringContaining('Hootsuite') },
    ]);
    expect((await mine.post('/api/integrations/hootsuite/sync')).status).toBe(409);
  });

  it('is forgotten when it is disconnected', async () => {
    await connect(mine, stage.wire, 'buffer');
    const { body } = await mine.delete('/api/integrations/buffer/disconnect');
    expect(body.data).toEqual({ service: 'buffer', disconnected: true, revoked: false });
    expect(await list()).toMatchObject([{ connection_status: 'disconnected', profiles: [] }]);
    const [secret] = await stage.app.sql(`select encrypted_value from user_secrets where user_id = $1`, [id]);
    expect(secret).toEqual({ encrypted_value: '' });
    expect((await mine.post('/api/integrations/buffer/sync')).body.code).toBe(
      'integrations/connection-broken',
    );
    const [{ id: connectionId }] = await list();
    expect((await mine.delete(`/api/integrations/connections/${connectionId}`)).status).toBe(200);
    expect(await list()).toEqual([]);
    expect((await mine.delete(`/api/integrations/connections/${connectionId}`)).status).toBe(404);
  });
});

describeOtherConnections(
  () => stage,
  () => mine,
);
