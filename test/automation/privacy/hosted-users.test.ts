import { randomUUID } from 'node:crypto';
import { Erasure } from '#automation/privacy/deletion/erasure';
import { Settings } from '#platform/config/settings';
import { AuthUsers } from '#platform/supabase/auth-users';
import { spyOn } from 'jest-mock';
import { startApp, type TestApp } from '../../support/app.js';
import { type ScriptedAnswer, ScriptedServer } from '../../support/scripted-server.js';

const SERVICE_KEY = 'service-key-of-the-project';
/** The client asks who it is before it has them removed. */
const REMOVED: readonly ScriptedAnswer[] = [{ body: { id: randomUUID() } }, { body: {} }];
const UNKNOWN: ScriptedAnswer = {
  status: 404,
  body: { code: 404, error_code: 'user_not_found', msg: 'User not found' },
};
const DOWN: ScriptedAnswer = {
  status: 503,
  body: '<h1>upstream</h1>',
  headers: { 'content-type': 'text/html' },
};

/** Supabase Auth of a project, as its admin interface speaks over HTTP. */
let auth: ScriptedServer;
let app: TestApp;
beforeAll(async () => {
  auth = await ScriptedServer.start();
  app = await startApp({ roles: 'web' });
  // The embedded database does not start beside a project; what deletes users asks for its address when it is used.
  Object.assign(app.get(Settings), { SUPABASE_URL: auth.url, SUPABASE_SERVICE_ROLE_KEY: SERVICE_KEY });
});
beforeEach(() => auth.clear());
afterAll(async () => {
  await app.close();
  await auth.close();
});

const remove = (id: string) => app.get(AuthUsers).remove(id);
const notReached = { code: 'supabase/auth-not-reached', kind: 'unavailable' };

describe('the deletion of an account', () => {
  it('loses nothing while Auth cannot be reached, and is complete once it could', async () => {
    const { id, client } = await app.newUser();
    await client.post('/api/leads', { name: 'Ada', email: `${randomUUID()}@people.test`, source: 'manual' });
    const { body } = await client.delete('/api/user/account');
    const run = () => app.get(Erasure).run(body.receipt_id, new AbortController().signal);
    const receipt = async () =>
      (await app.anonymous.get(`/api/privacy/receipts/${body.receipt_id}`)).body.data;
    for (const failure of [DOWN, { status: 500, body: {} }, { pieces: ['{'], ending: 'reset' } as const]) {
      auth.will(failure);
      await expect(run()).rejects.toMatchObject(notReached);
      expect(await receipt()).toMatchObject({ status: 'running', identity: null, completed_at: null });
      expect(await app.sql('select from leads where created_by = $1', [id])).toEqual([]);
      expect((await client.get('/api/leads')).body.code).toBe('accounts/deleted');
    }
    const { counts } = await receipt();
    auth.will(...REMOVED);
    expect(await run()).toBe(0);
    expect(await receipt()).toMatchObject({ status: 'completed', identity: 'removed', counts });
    expect(auth.requests.map(({ path }) => path)).toEqual(
      Array.from({ length: 5 }, () => `/auth/v1/admin/users/${id}`),
    );
    expect(await app.sql('select from app.account_erasures where user_id = $1', [id])).toEqual([]);
    expect(await run()).toBe(0);
    expect(auth.requests).toHaveLength(5);
  });

  it('is complete as well when the user is gone already', async () => {
    const { client } = await app.newUser();
    const { body } = await client.delete('/api/user/account');
    auth.will(UNKNOWN);
    await app.get(Erasure).run(body.receipt_id, new AbortController().signal);
    const { data } = (await app.anonymous.get(`/api/privacy/receipts/${body.receipt_id}`)).body;
    expect(data).toMatchObject({ status: 'completed', identity: 'absent' });
  });
});

describe('a user of a hosted project', () => {
  it('is removed through its admin interface, by the key of the service', async () => {
    const id = randomUUID();
    auth.will(...REMOVED);
    expect(await remove(id)).toBe('removed');
    const { method, path, headers } = auth.last;
    expect([method, path]).toEqual(['DELETE', `/auth/v1/admin/users/${id}`]);
    expect([headers['authorization'], headers['apikey']]).toEqual([`Bearer ${SERVICE_KEY}`, SERVICE_KEY]);
  });

  it.each([UNKNOWN, { status: 404, body: { code: 404, msg: 'User not found' } }])(
    'who is gone already is absent: %j',
    async (answer) => {
      auth.will(answer);
      expect(await remove(randomUUID())).toBe('absent');
    },
  );

  it.each<[string, ScriptedAnswer]>([
    ['is down', DOWN],
    ['fails', { status: 500, body: { code: 500, msg: 'Database error' } }],
    ['is asked too often', { status: 429, body: { msg: 'Too many requests' } }],
    ['refuses the key', { status: 401, body: { msg: 'Invalid API key' } }],
    ['has another address', { status: 404, body: { message: 'no Route matched with those values' } }],
    ['breaks off', { pieces: ['{'], ending: 'reset' }],
    ['sends them elsewhere', { status: 302, body: '', headers: { location: 'http://127.0.0.1:1/' } }],
  ])('is not taken for removed while Auth %s', async (_what, answer) => {
    auth.will(answer);
    await expect(remove(randomUUID())).rejects.toMatchObject(notReached);
  });

  it('is not waited for without end', async () => {
    const { timeout } = AbortSignal;
    const hasty = spyOn(AbortSignal, 'timeout').mockImplementation(() => timeout.call(AbortSignal, 200));
    auth.will({ ending: 'hang' });
    await expect(remove(randomUUID())).rejects.toMatchObject(notReached);
    expect(await auth.last.closed).toBe('early');
    hasty.mockRestore();
  });
});
