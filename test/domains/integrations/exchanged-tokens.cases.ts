import { ConnectionCredentials } from '#domains/integrations/connections/connection-credentials';
import { Database } from '#platform/database/database';
import type { TestClient } from '../../support/client.js';
import { ScriptedServer } from '../../support/scripted-server.js';
import { NetworkStage, PROFILES } from './network-stage.js';

const REDIRECT = 'https://app.test/auth/callback';
const US = { client_id: 'our-id', client_secret: 'our-secret' };

/** Tests of oauth-networks.test.ts about Meta, whose tokens bring the next ones themselves: a grant that the mock server has not. */
export function describeExchanged(): void {
  let stage: NetworkStage;
  let server: ScriptedServer;
  let mine: TestClient;
  let id: string;

  beforeAll(async () => {
    server = await ScriptedServer.start();
    const endpoints = { authorize: `${server.url}/dialog`, token: `${server.url}/token` };
    stage = await NetworkStage.open(
      { roles: 'web' },
      {
        OAUTH_REDIRECT_URL: REDIRECT,
        FACEBOOK_CLIENT_ID: 'our-id',
        FACEBOOK_CLIENT_SECRET: 'our-secret',
        OAUTH_ENDPOINTS: JSON.stringify({ facebook: endpoints, instagram: endpoints }),
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

  const gives = (access_token: string) => ({ body: { access_token, expires_in: 5_184_000 } });
  const forms = () =>
    server.requests.map(({ bytes }) => Object.fromEntries(new URLSearchParams(bytes.toString())));

  describe.each([
    ['facebook', 'pages_show_list,pages_read_engagement,pages_manage_posts'],
    ['instagram', 'pages_show_list,pages_read_engagement,instagram_basic,instagram_content_publish'],
  ])('the OAuth of %s', (network, scope) => {
    const begin = async () => (await mine.post('/api/social-auth/authorize', { platform: network })).body;
    const finish = (state: string) =>
      mine.post('/api/social-auth/callback', { platform: network, code: 'a-code', state });
    const connected = async () => {
      const { state } = await begin();
      server.will(gives('short'), gives('long-1'));
      stage.wire.will(...PROFILES[network]!);
      const { status, body } = await finish(state);
      expect(status).toBe(200);
      return { state, connectionId: body.connectionId as string };
    };

    it('asks for consent without a challenge, its scopes between commas', async () => {
      const { authUrl, state } = await begin();
      expect(Object.fromEntries(new URL(authUrl).searchParams)).toEqual({
        response_type: 'code',
        client_id: 'our-id',
        redirect_uri: REDIRECT,
        scope,
        state,
      });
    });

    it('gives a short token for the code and a long one for that, once for each state', async () => {
      const { state } = await connected();
      expect(forms()).toEqual([
        { grant_type: 'authorization_code', code: 'a-code', redirect_uri: REDIRECT, ...US },
        { grant_type: 'fb_exchange_token', fb_exchange_token: 'short', ...US },
      ]);
      expect(stage.wire.requests[0]?.headers.authorization).toBe('Bearer long-1');
      expect((await finish(state)).body.code).toBe('oauth/state-unknown');
      expect(server.requests).toHaveLength(2);
      const { data } = (await mine.get('/api/integrations/connections')).body;
      expect(data).toMatchObject([{ service_name: network, scopes: scope.split(','), health: 'good' }]);
    });

    it('gives the next token for the last, and is not told when it is disconnected', async () => {
      const { connectionId } = await connected();
      await stage.app.sql(`update integration_connections set refresh_due_at = now() where user_id = $1`, [
        id,
      ]);
      server.clear();
      server.will(gives('long-2'));
      const token = await stage.app
        .get(Database)
        .as(id, () => stage.app.get(ConnectionCredentials).open(id, connectionId));
      expect(token).toBe('long-2');
      expect(forms()).toEqual([{ grant_type: 'fb_exchange_token', fb_exchange_token: 'long-1', ...US }]);
      const { status, body } = await mine.post(`/api/oauth/revoke/${network}`);
      expect([status, body.revoked]).toEqual([200, false]);
      expect(server.requests).toHaveLength(1);
    });
  });
}
