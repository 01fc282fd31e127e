import { until } from '../../support/until.js';
import type { TestClient } from '../../support/client.js';
import { ConnectionCredentials } from '#domains/integrations/connections/connection-credentials';
import { RefreshExpiringHandler } from '#domains/integrations/oauth/refresh-expiring';
import { Database } from '#platform/database/database';
import { NetworkStage, PROFILES } from './network-stage.js';
import { describeRefusedTokens } from './refused-tokens.cases.js';
import { TokenServer } from './token-server.js';

const RUN = { id: 'a-run', attempt: 1, signal: new AbortController().signal };
const REDIRECT = 'https://app.test/auth/callback';

let stage: NetworkStage;
let server: TokenServer;
let mine: TestClient;
let id: string;

beforeAll(async () => {
  server = await TokenServer.start();
  stage = await NetworkStage.open(
    { roles: 'web' },
    {
      OAUTH_REDIRECT_URL: REDIRECT,
      TWITTER_CLIENT_ID: 'our-id',
      TWITTER_CLIENT_SECRET: 'our-secret',
      FACEBOOK_CLIENT_ID: 'our-id',
      OAUTH_ENDPOINTS: JSON.stringify({ twitter: server.endpoints }),
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

const authorize = async (as = mine) =>
  (await as.post('/api/social-auth/authorize', { platform: 'twitter', state: 'theirs' })).body;
/** Agrees, as a person does, and answers what the network sends back with them. */
const agree = async (authUrl: string) => {
  const { headers } = await fetch(authUrl, { redirect: 'manual' });
  const back = new URL(headers.get('location') ?? '');
  return { code: back.searchParams.get('code') ?? '', state: back.searchParams.get('state') ?? '', back };
};
const finish = (given: { code: string; state: string }, as = mine) =>
  as.post('/api/social-auth/callback', { platform: 'twitter', code: given.code, state: given.state });
const connected = async () => {
  const given = await agree((await authorize()).authUrl);
  stage.wire.will(...PROFILES['twitter']!);
  const answer = await finish(given);
  expect(answer.status).toBe(200);
  return answer.body as { connectionId: string };
};
const endsIn = (seconds: number) =>
  stage.app.sql(
    `update integration_connections set token_expires_at = now() + make_interval(secs => $2),
       refresh_due_at = now() + make_interval(secs => $2 - 300) where user_id = $1`,
    [id, seconds],
  );
const open = (connectionId: string) =>
  stage.app.get(Database).as(id, () => stage.app.get(ConnectionCredentials).open(id, connectionId));

describe('a network that is connected by OAuth', () => {
  it('is asked for consent with a challenge and a state of ours', async () => {
    const { authUrl, state } = await authorize();
    const { searchParams: query } = new URL(authUrl);
    expect(Object.fromEntries(query)).toEqual({
      response_type: 'code',
      client_id: 'our-id',
      redirect_uri: REDIRECT,
      scope: 'tweet.read tweet.write users.read media.write offline.access',
      state,
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge_method: 'S256',
    });
    expect(state).not.toBe('theirs');
    const [kept] = await stage.app.sql(`select * from oauth_states where user_id = $1`, [id]);
    expect(JSON.stringify(kept)).not.toContain(state);
  });

  it('gives tokens for the code and its verifier, and is connected', async () => {
    const given = await agree((await authorize()).authUrl);
    expect(given.back.href.split('?')[0]).toBe(REDIRECT);
    stage.wire.will(...PROFILES['twitter']!);
    const { status, body, text } = await finish(given);
    expect([status, body]).toEqual([
      200,
      expect.objectContaining({
        success: true,
        connectionId: expect.any(String),
        userId: id,
        profiles: [
          {
            id: expect.any(String),
            name: 'Dough & Co.',
            platform: 'twitter',
            username: 'dough',
            avatarUrl: null,
            isActive: true,
          },
        ],
      }),
    ]);
    expect(server.asked[0]).toMatchObject({
      grant_type: 'authorization_code',
      redirect_uri: REDIRECT,
      code_verifier: expect.stringMatching(/^[\w-]{43}$/),
    });
    expect(stage.wire.requests[0]?.headers.authorization).toMatch(/^Bearer access-\d+-of-nobody$/);
    expect(text).not.toContain('of-nobody');
    const rows = await stage.app.sql(
      `select row_to_json(c)::text as c from integration_connections c where user_id = $1
       union all select row_to_json(s)::text from user_secrets s where user_id = $1`,
      [id],
    );
    expect(JSON.stringify(rows)).not.toContain('of-nobody');
  });

  it('is connected once for each state, whatever became of the code', async () => {
    const given = await agree((await authorize()).authUrl);
    stage.wire.will(...PROFILES['twitter']!);
    expect((await finish(given)).status).toBe(200);
    const again = await finish(given);
    expect([again.status, again.body.code]).toEqual([422, 'oauth/state-unknown']);
    const other = await agree((await authorize()).authUrl);
    server.turn.refuses = true;
    expect((await finish(other)).body.code).toBe('oauth/grant-refused');
    server.turn.refuses = false;
    expect((await finish(other)).body.code).toBe('oauth/state-unknown');
    expect(server.asked).toHaveLength(2);
  });

  it('is not connected by somebody who has not begun it, nor after ten minutes', async () => {
    const given = await agree((await authorize()).authUrl);
    const { client: other, id: otherId } = await stage.app.newUser();
    expect((await finish(given, other)).body.code).toBe('oauth/state-unknown');
    await stage.app.sql(
      `update oauth_states set expires_at = now() - interval '1 second' where user_id = $1`,
      [id],
    );
    expect((await finish(given)).body.code).toBe('oauth/state-unknown');
    expect(server.asked).toEqual([]);
    const rows = await stage.app.sql(`select 1 from integration_connections where user_id in ($1, $2)`, [
      id,
      otherId,
    ]);
    expect(rows).toEqual([]);
  });

  it('refuses a code that was asked for with another challenge', async () => {
    const [first, second] = [await authorize(), await authorize()];
    const { code } = await agree(first.authUrl);
    const answer = await finish({ code, state: second.state });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(stage.wire.requests).toEqual([]);
  });

  it.each([
    ['facebook', 503, 'FACEBOOK_CLIENT_SECRET is not set'],
    ['linkedin', 503, 'LINKEDIN_CLIENT_ID, LINKEDIN_CLIENT_SECRET are not set'],
    ['buffer', 501, 'POST /api/integrations/buffer/connect'],
    ['myspace', 404, 'no service we know'],
  ])('says what is missing for %s', async (platform, expected, words) => {
    const { status, body } = await mine.post('/api/social-auth/authorize', { platform });
    expect(status).toBe(expected);
    expect(body.error).toContain(words);
  });
});

describe('a token that ends', () => {
  it('is replaced before it does, once however many need it', async () => {
    const { connectionId } = await connected();
    await endsIn(10);
    server.asked = [];
    const tokens = await Promise.all(Array.from({ length: 8 }, () => open(connectionId)));
    expect(new Set(tokens).size).toBe(1);
    expect(server.asked.map(({ grant_type }) => grant_type)).toEqual(['refresh_token']);
    expect(server.asked[0]?.['refresh_token']).toMatch(/^refresh-/);
    expect(await open(connectionId)).toBe(tokens[0]);
    expect(server.asked).toHaveLength(1);
  });

  it('is replaced by the clock, and rotates', async () => {
    const { connectionId } = await connected();
    const before = await open(connectionId);
    await endsIn(200);
    server.asked = [];
    await stage.app.get(RefreshExpiringHandler).handle({ askedBy: 'clock' }, RUN);
    await until('the token is replaced', async () => (await open(connectionId)) !== before);
    const first = server.asked.find((one) => one['refresh_token'] !== undefined);
    await endsIn(10);
    server.asked = [];
    await open(connectionId);
    expect(server.asked[0]?.['refresh_token']).not.toBe(first?.['refresh_token']);
  });

  it('is used to its end while the server fails, and then not', async () => {
    const { connectionId } = await connected();
    const before = await open(connectionId);
    server.turn.breaks = true;
    await endsIn(100);
    expect(await open(connectionId)).toBe(before);
    await endsIn(-1);
    await expect(open(connectionId)).rejects.toMatchObject({ code: 'channels/social-unavailable' });
    server.turn.breaks = false;
    expect(await open(connectionId)).not.toBe(before);
  });

  it('has to be asked for again when the server takes it no more', async () => {
    const { connectionId } = await connected();
    await endsIn(10);
    server.turn.refuses = true;
    await expect(open(connectionId)).rejects.toMatchObject({ code: 'integrations/connection-broken' });
    const { connections } = (await mine.get('/api/social-connections')).body;
    expect(connections).toMatchObject([
      { isConnected: false, health: 'reconnect', error: expect.stringContaining('connect it again') },
    ]);
  });

  it('tells when it ends', async () => {
    await connected();
    const { body } = await mine.get('/api/oauth/check-expiry/twitter');
    expect(body).toMatchObject({ expires_soon: false, expires_at: expect.any(String) });
    await stage.app.sql(`update integration_connections set refreshable = false where user_id = $1`, [id]);
    const { data } = (await mine.get('/api/integrations/connections')).body;
    expect(data).toMatchObject([{ health: 'reconnect_soon', scopes: expect.any(Array) }]);
    expect((await mine.get('/api/oauth/check-expiry/twitter')).body.expires_soon).toBe(true);
  });
});

describeRefusedTokens(() => ({ stage, server, mine, connected }));

describe('a network that is disconnected', () => {
  it('is told that the token is worth nothing any more', async () => {
    const { connectionId } = await connected();
    const { status, body } = await mine.post('/api/oauth/revoke/twitter');
    expect([status, body]).toEqual([200, expect.objectContaining({ platform: 'twitter', revoked: true })]);
    await until('the server has read what is revoked', () => server.revoked.length > 0);
    expect(server.revoked[0]).toMatch(/^Basic \S+ token=refresh-\d+-of-nobody&client_id=our-id$/);
    await expect(open(connectionId)).rejects.toMatchObject({ code: 'integrations/connection-broken' });
  });
});
