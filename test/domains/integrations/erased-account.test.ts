import type { TestClient } from '../../support/client.js';
import { receiptOf } from '../../automation/privacy/told.js';
import { ScriptedServer } from '../../support/scripted-server.js';
import { connect, NetworkStage, PROFILES } from './network-stage.js';

let stage: NetworkStage;
let server: ScriptedServer;
let mine: TestClient;
let id: string;

beforeAll(async () => {
  server = await ScriptedServer.start();
  const of = (name: string) => ({ token: `${server.url}/token`, revoke: `${server.url}/revoke/${name}` });
  stage = await NetworkStage.open(
    {},
    {
      OAUTH_REDIRECT_URL: 'https://app.test/auth/callback',
      TWITTER_CLIENT_ID: 'our-id',
      TWITTER_CLIENT_SECRET: 'our-secret',
      TIKTOK_CLIENT_ID: 'our-key',
      TIKTOK_CLIENT_SECRET: 'our-secret',
      FACEBOOK_CLIENT_ID: 'our-id',
      FACEBOOK_CLIENT_SECRET: 'our-secret',
      OAUTH_ENDPOINTS: JSON.stringify({
        twitter: of('twitter'),
        tiktok: of('tiktok'),
        facebook: { token: `${server.url}/token` },
      }),
    },
  );
});
beforeEach(async () => {
  ({ client: mine, id } = await stage.app.newUser());
  stage.wire.clear();
  server.clear();
});
afterAll(async () => {
  await stage.close();
  await server.close();
});

const agreed = async (platform: string) => {
  const { state } = (await mine.post('/api/social-auth/authorize', { platform })).body;
  const given = {
    access_token: `${platform}-access`,
    refresh_token: `${platform}-refresh`,
    expires_in: 7_200,
  };
  server.will({ body: given }, ...(platform === 'facebook' ? [{ body: given }] : []));
  stage.wire.will(...PROFILES[platform]!);
  const { status } = await mine.post('/api/social-auth/callback', { platform, code: 'a-code', state });
  expect(status).toBe(200);
  server.clear();
};
const erased = async () => {
  const { body } = await mine.delete('/api/user/account');
  const receipt = await receiptOf(stage.app, body.receipt_id);
  const rows = await stage.app.sql(
    `select 1 from integration_connections where user_id = $1 union all select 1 from user_secrets where user_id = $1`,
    [id],
  );
  expect(rows).toEqual([]);
  return receipt;
};
const asked = () =>
  server.requests
    .map(({ path, bytes }) => `${path} ${bytes.toString()}`)
    .toSorted((a, b) => a.localeCompare(b));

describe('the connections of an account that is deleted', () => {
  it('are revoked where their network offers that, and nowhere else', async () => {
    for (const platform of ['twitter', 'tiktok', 'facebook']) await agreed(platform);
    await connect(mine, stage.wire, 'linkedin');
    server.will({ path: '/revoke', body: {} }, { path: '/revoke', body: {} });
    await erased();
    expect(asked()).toEqual([
      '/revoke/tiktok token=tiktok-access&client_key=our-key&client_secret=our-secret',
      '/revoke/twitter token=twitter-refresh&client_id=our-id',
    ]);
    expect(stage.wire.requests).toEqual([]);
  });

  it('go with it although one network does not answer and the other fails', async () => {
    for (const platform of ['twitter', 'tiktok']) await agreed(platform);
    server.will(
      { path: '/revoke/twitter', ending: 'hang' },
      { path: '/revoke/tiktok', status: 500, body: {} },
    );
    const begun = Date.now();
    await erased();
    expect(asked()).toHaveLength(2);
    expect(Date.now() - begun).toBeLessThan(20_000);
  });

  it('go with it although the secret of one opens no more', async () => {
    for (const platform of ['twitter', 'tiktok']) await agreed(platform);
    await stage.app.sql(
      `delete from user_secrets where user_id = $1
       and service_name = (select 'connection:' || id from integration_connections where user_id = $1 and service_name = 'twitter')`,
      [id],
    );
    await stage.app.sql(`update user_secrets set encrypted_value = 'AAAA' where user_id = $1`, [id]);
    await erased();
    expect(server.requests).toEqual([]);
  });
});
