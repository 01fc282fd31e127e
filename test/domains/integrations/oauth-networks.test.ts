import { ConnectionCredentials } from '#domains/integrations/connections/connection-credentials';
import { Database } from '#platform/database/database';
import type { TestClient } from '../../support/client.js';
import { until } from '../../support/until.js';
import { describeExchanged } from './exchanged-tokens.cases.js';
import { NetworkStage, PROFILES } from './network-stage.js';
import { TokenServer } from './token-server.js';

const REDIRECT = 'https://app.test/auth/callback';
const CHALLENGE = {
  code_challenge: expect.stringMatching(/^[\w-]{43}$/),
  code_challenge_method: 'S256',
};
const BY_HEADER = { authorization: `Basic ${Buffer.from('our-id:our-secret').toString('base64')}` };

/** What is particular to the OAuth of a network. */
interface Variant {
  readonly network: string;
  readonly scopes: readonly string[];
  readonly between: ' ' | ',';
  readonly pkce: boolean;
  /** Who we are, in every request that is ours alone. */
  readonly us: Record<string, string>;
  /** What the page of consent is asked beside what all are asked. */
  readonly asks?: Record<string, unknown>;
  readonly revokes: 'access' | 'refresh';
}

const IN_BODY = { client_id: 'our-id', client_secret: 'our-secret' };
const GOOGLE = 'https://www.googleapis.com/auth/youtube';
const VARIANTS: readonly Variant[] = [
  {
    network: 'twitter',
    scopes: ['tweet.read', 'tweet.write', 'users.read', 'media.write', 'offline.access'],
    between: ' ',
    pkce: true,
    us: { client_id: 'our-id', ...BY_HEADER },
    asks: CHALLENGE,
    revokes: 'refresh',
  },
  {
    network: 'linkedin',
    scopes: ['openid', 'profile', 'w_member_social'],
    between: ' ',
    pkce: false,
    us: IN_BODY,
    revokes: 'refresh',
  },
  {
    network: 'youtube',
    scopes: [`${GOOGLE}.upload`, `${GOOGLE}.readonly`],
    between: ' ',
    pkce: true,
    us: IN_BODY,
    asks: { ...CHALLENGE, access_type: 'offline', prompt: 'consent' },
    revokes: 'refresh',
  },
  {
    network: 'tiktok',
    scopes: ['user.info.basic', 'video.publish', 'video.list'],
    between: ',',
    pkce: false,
    us: { client_key: 'our-id', client_secret: 'our-secret' },
    revokes: 'access',
  },
  {
    network: 'hootsuite',
    scopes: ['offline'],
    between: ' ',
    pkce: false,
    us: { client_id: 'our-id', ...BY_HEADER },
    revokes: 'refresh',
  },
];

let stage: NetworkStage;
let server: TokenServer;
let mine: TestClient;
let id: string;

beforeAll(async () => {
  server = await TokenServer.start();
  const names = VARIANTS.map(({ network }) => network);
  const keys = names.flatMap((name) => [
    [`${name.toUpperCase()}_CLIENT_ID`, 'our-id'],
    [`${name.toUpperCase()}_CLIENT_SECRET`, 'our-secret'],
  ]);
  stage = await NetworkStage.open(
    { roles: 'web' },
    {
      OAUTH_REDIRECT_URL: REDIRECT,
      ...Object.fromEntries(keys),
      OAUTH_ENDPOINTS: JSON.stringify(Object.fromEntries(names.map((name) => [name, server.endpoints]))),
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
  await server.stop();
});

describe.each(VARIANTS)('the OAuth of $network', ({ network, scopes, between, pkce, us, asks, revokes }) => {
  const begin = async () => (await mine.post('/api/social-auth/authorize', { platform: network })).body;
  const agree = async (authUrl: string) => {
    const { headers } = await fetch(authUrl, { redirect: 'manual' });
    return new URL(headers.get('location') ?? '').searchParams.get('code') ?? '';
  };
  const finish = (code: string, state: string) =>
    mine.post('/api/social-auth/callback', { platform: network, code, state });
  const connected = async () => {
    const { authUrl, state } = await begin();
    const code = await agree(authUrl);
    stage.wire.will(...PROFILES[network]!);
    const { status, body } = await finish(code, state);
    expect(status).toBe(200);
    return { code, state, connectionId: body.connectionId as string };
  };
  const kept = (connectionId: string) =>
    stage.app.get(Database).as(id, () => stage.app.get(ConnectionCredentials).read(id, connectionId));

  it('asks for consent in the words of the network', async () => {
    const { authUrl, state } = await begin();
    const { client_secret: _, authorization: __, ...named } = us;
    expect(Object.fromEntries(new URL(authUrl).searchParams)).toEqual({
      response_type: 'code',
      redirect_uri: REDIRECT,
      scope: scopes.join(between),
      state,
      ...named,
      ...asks,
    });
  });

  it('gives tokens for the code, once for each state', async () => {
    server.turn.scope = scopes.join(between);
    const { code, state } = await connected();
    expect(server.asked).toEqual([
      {
        grant_type: 'authorization_code',
        code,
        redirect_uri: REDIRECT,
        ...us,
        ...(pkce && { code_verifier: expect.stringMatching(/^[\w-]{43}$/) }),
      },
    ]);
    const again = await finish(code, state);
    expect([again.status, again.body.code]).toEqual([422, 'oauth/state-unknown']);
    expect(server.asked).toHaveLength(1);
    const { data } = (await mine.get('/api/integrations/connections')).body;
    expect(data).toMatchObject([{ service_name: network, scopes, health: 'good' }]);
  });

  it('gives the next token for the one that refreshes', async () => {
    const { connectionId } = await connected();
    const before = await kept(connectionId);
    await stage.app.sql(`update integration_connections set refresh_due_at = now() where user_id = $1`, [id]);
    server.asked = [];
    const token = await stage.app
      .get(Database)
      .as(id, () => stage.app.get(ConnectionCredentials).open(id, connectionId));
    expect(server.asked).toEqual([
      { grant_type: 'refresh_token', refresh_token: before?.refresh_token, ...us },
    ]);
    const after = await kept(connectionId);
    expect(after?.access_token).toBe(token);
    expect(after).not.toEqual(before);
  });

  it('is told what is worth nothing any more', async () => {
    const { connectionId } = await connected();
    const before = await kept(connectionId);
    const { status, body } = await mine.post(`/api/oauth/revoke/${network}`);
    expect([status, body.revoked]).toEqual([200, true]);
    await until('the server has read what is revoked', () => server.revoked.length > 0);
    const [header = '', form = ''] = server.revoked[0]!.split(/ (?=token=)/);
    const { authorization, ...fields } = us;
    expect(header).toBe(String(authorization));
    expect(Object.fromEntries(new URLSearchParams(form))).toEqual({
      token: revokes === 'access' ? before?.access_token : before?.refresh_token,
      ...fields,
    });
    expect(await kept(connectionId)).toBeUndefined();
  });
});

describeExchanged();
