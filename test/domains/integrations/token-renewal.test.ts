import { randomUUID } from 'node:crypto';
import { ConnectionCredentials } from '#domains/integrations/connections/connection-credentials';
import { RefreshExpiringHandler } from '#domains/integrations/oauth/refresh-expiring';
import { Database } from '#platform/database/database';
import type { TestClient } from '../../support/client.js';
import { ScriptedServer } from '../../support/scripted-server.js';
import { NetworkStage, PROFILES } from './network-stage.js';

const RUN = { id: 'a-run', attempt: 1, signal: new AbortController().signal };
const SIXTY_DAYS = 60 * 86_400;

let stage: NetworkStage;
let server: ScriptedServer;
let mine: TestClient;
let id: string;

beforeAll(async () => {
  server = await ScriptedServer.start();
  const endpoints = { authorize: `${server.url}/authorize`, token: `${server.url}/token` };
  stage = await NetworkStage.open(
    { roles: 'web' },
    {
      OAUTH_REDIRECT_URL: 'https://app.test/auth/callback',
      FACEBOOK_CLIENT_ID: 'our-id',
      FACEBOOK_CLIENT_SECRET: 'our-secret',
      TWITTER_CLIENT_ID: 'our-id',
      TWITTER_CLIENT_SECRET: 'our-secret',
      OAUTH_ENDPOINTS: JSON.stringify({ facebook: endpoints, twitter: endpoints }),
    },
  );
});
beforeEach(async () => {
  ({ client: mine, id } = await stage.app.newUser());
  stage.wire.clear();
  server.clear();
});
// What is left of one test would be due in the next.
afterEach(() => stage.app.sql(`delete from integration_connections`));
afterAll(async () => {
  await stage.close();
  await server.close();
});

const gives = (token: string, seconds = SIXTY_DAYS) => ({
  body: { access_token: token, expires_in: seconds },
});
/** Connects Facebook, whose short token is exchanged for one that lasts so long. */
const connected = async (seconds = SIXTY_DAYS) => {
  const { state } = (await mine.post('/api/social-auth/authorize', { platform: 'facebook' })).body;
  server.will(gives('short', 3_600), gives('long-1', seconds));
  stage.wire.will(...PROFILES['facebook']!);
  const given = { platform: 'facebook', code: 'a-code', state };
  const { status, body } = await mine.post('/api/social-auth/callback', given);
  expect(status).toBe(200);
  server.clear();
  return body.connectionId as string;
};
/** So much time goes by. */
const pass = (seconds: number) =>
  stage.app.sql(
    `update integration_connections set token_expires_at = token_expires_at - make_interval(secs => $2),
       refresh_due_at = refresh_due_at - make_interval(secs => $2) where user_id = $1`,
    [id, seconds],
  );
const days = (number: number) => pass(number * 86_400);
const tick = () => stage.app.get(RefreshExpiringHandler).handle({ askedBy: 'clock' }, RUN);
const open = (connectionId: string) =>
  stage.app.get(Database).as(id, () => stage.app.get(ConnectionCredentials).open(id, connectionId));
const shown = async () => (await mine.get('/api/integrations/connections')).body.data[0];
const expiry = async () => (await mine.get('/api/oauth/check-expiry/facebook')).body;
/** Minutes until the next token is asked for. */
const wait = async () => {
  const [row] = await stage.app.sql<{ minutes: number }>(
    `select round(extract(epoch from refresh_due_at - now()) / 60)::int as minutes from integration_connections where user_id = $1`,
    [id],
  );
  return row?.minutes;
};

describe('a token that is exchanged for the next one', () => {
  it('is exchanged when a week of its sixty days is left', async () => {
    const connectionId = await connected();
    await days(52);
    await tick();
    expect(server.requests).toEqual([]);
    await days(2);
    server.will(gives('long-2'));
    await tick();
    expect(server.requests.map(({ bytes }) => bytes.toString())).toEqual([
      'grant_type=fb_exchange_token&fb_exchange_token=long-1&client_id=our-id&client_secret=our-secret',
    ]);
    expect(await open(connectionId)).toBe('long-2');
    expect(Date.parse((await shown()).token_expires_at)).toBeGreaterThan(Date.now() + 59 * 86_400_000);
    await tick();
    expect(server.requests).toHaveLength(1);
  });

  it('is exchanged with half of its life left where that is short', async () => {
    await connected(7_200);
    await pass(3_500);
    await tick();
    expect(server.requests).toEqual([]);
    await pass(200);
    server.will(gives('long-2', 7_200));
    await tick();
    expect(server.requests).toHaveLength(1);
  });

  it('is used while its network is out of reach, and asked for later each time', async () => {
    const connectionId = await connected();
    await days(54);
    const waited: (number | undefined)[] = [];
    for (let time = 0; time < 8; time++) {
      server.will({ status: 503, body: {} });
      await tick();
      await tick();
      waited.push(await wait());
      expect(await open(connectionId)).toBe('long-1');
      await stage.app.sql(`update integration_connections set refresh_due_at = now() where user_id = $1`, [
        id,
      ]);
    }
    expect(waited).toEqual([1, 2, 4, 8, 16, 32, 60, 60]);
    expect(server.requests).toHaveLength(8);
    expect(await shown()).toMatchObject({ connection_status: 'connected', health: 'good' });
    server.will(gives('long-2'));
    await tick();
    expect(await open(connectionId)).toBe('long-2');
    await days(54);
    server.will({ status: 503, body: {} });
    await tick();
    expect(await wait()).toBe(1);
  });

  it('has to be connected again once it has ended, and is asked for no more', async () => {
    await connected();
    await days(61);
    expect(await shown()).toMatchObject({ connection_status: 'connected', health: 'reconnect' });
    expect((await expiry()).expires_soon).toBe(true);
    await tick();
    expect(await shown()).toMatchObject({ connection_status: 'error', health: 'reconnect' });
    expect(server.requests).toEqual([]);
  });

  it('has to be connected again at once when its network says that it is worth nothing', async () => {
    await connected();
    await days(54);
    const error = { message: 'Session has expired', type: 'OAuthException', code: 190, error_subcode: 463 };
    server.will({ status: 400, body: { error } });
    await tick();
    expect(await shown()).toMatchObject({ connection_status: 'error', health: 'reconnect' });
  });
});

describe('connections whose tokens cannot be replaced', () => {
  /** Of as many people, due for an hour. */
  const failing = async (many: number) => {
    const rows = Array.from({ length: many }, () => ({ id: randomUUID(), user_id: randomUUID() }));
    await stage.app.sql(
      `insert into integration_connections
         (id, user_id, service_name, connection_status, auth, refreshable, token_expires_at, refresh_due_at)
       select id, user_id, 'twitter', 'connected', 'oauth', true, now() + interval '2 minutes', now() - interval '1 hour'
       from json_to_recordset($1::json) as r(id uuid, user_id uuid)`,
      [JSON.stringify(rows)],
    );
    const credential = { access_token: 'theirs', refresh_token: 'theirs' };
    const nobody = { ip: null, userAgent: null };
    const [database, credentials] = [stage.app.get(Database), stage.app.get(ConnectionCredentials)];
    for (const { id: connectionId, user_id } of rows)
      await database.as(user_id, () =>
        database.transaction(() => credentials.keep(user_id, connectionId, credential, nobody)),
      );
  };

  it('do not keep the others waiting, a hundred of them neither', async () => {
    const connectionId = await connected();
    await days(54);
    await stage.app.sql(`update integration_connections set refresh_due_at = now() where user_id = $1`, [id]);
    await failing(100);
    server.will(...Array.from({ length: 100 }, () => ({ status: 500, body: {} })));
    await tick();
    expect(server.requests).toHaveLength(100);
    server.clear();
    server.will(gives('long-2'));
    await tick();
    expect(server.requests).toHaveLength(1);
    expect(await open(connectionId)).toBe('long-2');
  });
});
