import type { TestApp } from '../../support/app.js';
import { sharedApp } from '../../support/kept-app.js';

let app: TestApp;
beforeAll(async () => {
  app = await sharedApp({ roles: 'web' });
});
afterAll(() => app.close());

const PREFERENCES = '/api/user-preferences';
const PROFILE = '/api/user/profile';
const prefers = (preference_category: unknown, preference_data: unknown) => ({
  preference_category,
  preference_data,
});

describe('preferences', () => {
  it('are kept by category: the last that was said counts', async () => {
    const [{ id, client }, stranger] = [await app.newUser(), await app.newUser()];
    const first = await client.post(PREFERENCES, prefers('workspace', { theme: 'dark', old: 1 }));
    expect([first.status, first.body.data]).toEqual([
      200,
      {
        id: expect.any(String),
        user_id: id,
        preference_category: 'workspace',
        preference_data: { theme: 'dark', old: 1 },
        created_at: expect.stringMatching(/Z$/),
        updated_at: expect.stringMatching(/Z$/),
      },
    ]);
    await client.post(PREFERENCES, prefers('ai_behavior', {}));
    const again = await client.post(PREFERENCES, prefers('workspace', { theme: 'light' }));
    expect(again.body.data).toMatchObject({ id: first.body.data.id, preference_data: { theme: 'light' } });
    const all = (await client.get(PREFERENCES)).body.data as { preference_category: string }[];
    expect(all.map((row) => row.preference_category)).toEqual(['ai_behavior', 'workspace']);
    expect((await client.get(`${PREFERENCES}?category=workspace`)).body.data).toEqual([again.body.data]);
    expect((await client.get(`${PREFERENCES}?category=other`)).body.data).toEqual([]);
    expect((await stranger.client.get(PREFERENCES)).body.data).toEqual([]);
    await stranger.client.post(PREFERENCES, prefers('workspace', { theme: 'theirs' }));
    expect((await client.get(`${PREFERENCES}?category=workspace`)).body.data).toEqual([again.body.data]);
  });

  it('are bounded: in what they are called, how much they say and how many there are', async () => {
    const { id, client } = await app.newUser();
    const deep = JSON.parse(`${'{"a":'.repeat(40)}1${'}'.repeat(40)}`) as object;
    for (const said of [
      prefers('', {}),
      prefers('a b', {}),
      prefers('a'.repeat(65), {}),
      prefers(7, {}),
      prefers('x', []),
      prefers('x', 'text'),
      prefers('x', { long: 'x'.repeat(33 * 1024) }),
      prefers('x', deep),
      { ...prefers('x', {}), user_id: id },
    ])
      expect((await client.post(PREFERENCES, said)).status).toBe(400);
    await app.sql(
      `insert into user_preferences (user_id, preference_category) select $1, 'c' || n from generate_series(1, 50) n`,
      [id],
    );
    const one = await client.post(PREFERENCES, prefers('one-more', {}));
    expect([one.status, one.body.code]).toEqual([409, 'users/too-many-preferences']);
    expect((await client.post(PREFERENCES, prefers('c7', { a: 1 }))).status).toBe(200);
  });
});

describe('a profile', () => {
  it('is empty at first, then what was said last, and nobody else`s', async () => {
    const [{ id, client }, stranger] = [await app.newUser({ email: 'who@people.test' }), await app.newUser()];
    expect((await client.get(PROFILE)).body.data).toEqual({
      id,
      email: 'who@people.test',
      first_name: null,
      last_name: null,
      avatar_url: null,
      phone: null,
      created_at: null,
      updated_at: null,
    });
    await client.patch(PROFILE, {
      first_name: 'Ada',
      phone: '+49 30 123456',
      avatar_url: 'https://a.test/b.png',
    });
    const changed = await client.patch(PROFILE, { last_name: 'Lovelace', phone: null });
    expect([changed.status, changed.body.data]).toEqual([
      200,
      expect.objectContaining({ first_name: 'Ada', last_name: 'Lovelace', phone: null }),
    ]);
    expect((await client.get(PROFILE)).body.data).toEqual(changed.body.data);
    expect((await stranger.client.get(PROFILE)).body.data).toMatchObject({ first_name: null });
  });

  it('takes no address that is none, and nothing that is not its user`s to say', async () => {
    const { id, client } = await app.newUser();
    for (const said of [
      { first_name: 'a\nb' },
      { first_name: 'x'.repeat(101) },
      { phone: 'call me' },
      { avatar_url: 'javascript:alert(1)' },
      { id },
      { role: 'admin' },
    ])
      expect([said, (await client.patch(PROFILE, said)).status]).toEqual([said, 400]);
    expect((await client.get('/api/user/roles')).body.data).toEqual([]);
  });
});
