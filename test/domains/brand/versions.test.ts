import type { TestApp } from '../../support/app.js';
import { sharedApp } from '../../support/kept-app.js';
import type { TestClient } from '../../support/client.js';
import { REFUSED_ALIGNMENTS } from './brand.cases.js';

let app: TestApp;
beforeAll(async () => {
  app = await sharedApp({ roles: 'web' });
});
afterAll(() => app.close());

const BRAND = '/api/brand';

describe('the versions of a brand', () => {
  const named = async (client: TestClient, ...names: string[]) => {
    for (const name of names) await client.put(BRAND, { name });
  };

  it('are listed newest first, read whole, and none is made by changing nothing', async () => {
    const { id, client } = await app.newUser();
    await client.put(BRAND, { name: 'A', dos: ['x'] });
    await client.put(BRAND, { dos: ['x'] });
    await client.put(BRAND, {});
    await client.put(BRAND, { name: 'B', colors: { text: '#000' } });
    const first = await client.get(`${BRAND}/versions?limit=1`);
    expect(first.body.data).toEqual([
      {
        id: expect.any(String),
        version: 2,
        changed_fields: ['name', 'colors'],
        changed_by: id,
        restored_from: null,
        created_at: expect.stringMatching(/Z$/),
      },
    ]);
    const rest = await client.get(`${BRAND}/versions?cursor=${first.body.next_cursor}`);
    expect(rest.body.data).toMatchObject([{ version: 1, changed_fields: ['name', 'dos'] }]);
    expect(rest.body.next_cursor).toBeNull();
    const { data } = (await client.get(`${BRAND}/versions/1`)).body;
    expect(data).toMatchObject({ ...rest.body.data[0], brand: { version: 1, name: 'A', dos: ['x'] } });
    expect(data.brand.colors.text).toBeNull();
  });

  it('can be restored, which is a version too', async () => {
    const { client } = await app.newUser();
    await named(client, 'A', 'B', 'C');
    const restored = await client.post(`${BRAND}/versions/1/restore`);
    expect([restored.status, restored.body.data]).toEqual([
      200,
      expect.objectContaining({ name: 'A', version: 4 }),
    ]);
    expect((await client.get(`${BRAND}/versions/4`)).body.data).toMatchObject({
      restored_from: 1,
      changed_fields: ['name'],
    });
    expect((await client.get(`${BRAND}/versions/3`)).body.data.brand.name).toBe('C');
    expect((await client.post(`${BRAND}/versions/4/restore`)).body.data.version).toBe(4);
  });

  it.each(['9', '0', '-1', '1.5', 'x', '99999999999999'])(
    'are not found by what is none: %s',
    async (version) => {
      const { client } = await app.newUser();
      await named(client, 'A');
      for (const { status, body } of [
        await client.get(`${BRAND}/versions/${version}`),
        await client.post(`${BRAND}/versions/${version}/restore`),
      ])
        expect([status, body.code]).toEqual([404, 'brand/version-not-found']);
    },
  );

  it('are all kept when many change the brand at once, and none undoes another', async () => {
    const { client } = await app.newUser();
    const fields = ['primary', 'secondary', 'accent', 'background', 'text'];
    const tones = ['formal_casual', 'serious_funny', 'respectful_irreverent'];
    const answers = await Promise.all([
      ...fields.map((colour) => client.put(BRAND, { colors: { [colour]: '#123456' } })),
      ...tones.map((tone) => client.put(BRAND, { tones: { [tone]: 42 } })),
    ]);
    expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(200));
    const { data } = (await client.get(`${BRAND}/versions`)).body;
    expect(data.map(({ version }: { version: number }) => version)).toEqual([8, 7, 6, 5, 4, 3, 2, 1]);
    const { brand } = (await client.get(BRAND)).body;
    expect(Object.values(brand.colors)).toEqual(Array(5).fill('#123456'));
    expect(brand.tones).toMatchObject({ formal_casual: 42, serious_funny: 42, respectful_irreverent: 42 });
  });

  it('refuse changes that were made from an older one', async () => {
    const { client } = await app.newUser();
    expect((await client.put(BRAND, { name: 'A', base_version: 0 })).status).toBe(200);
    expect((await client.put(BRAND, { name: 'B', base_version: 1 })).status).toBe(200);
    const { status, body } = await client.put(BRAND, { name: 'C', base_version: 1 });
    expect([status, body.code, body.detail]).toEqual([
      409,
      'brand/has-changed',
      expect.stringContaining('version 2'),
    ]);
    expect((await client.get(BRAND)).body.brand.name).toBe('B');
  });

  it('stay as they are: no token changes, removes or forges one, though assets are a front end’s to write', async () => {
    const { id, client } = await app.newUser();
    await named(client, 'A');
    const withToken = (sql: string) =>
      app.sql(`do $$ begin
        set local role authenticated;
        perform set_config('request.jwt.claims', '{"sub":"${id}","role":"authenticated"}', true);
        perform set_config('request.jwt.claim.sub', '${id}', true);
        ${sql};
      end $$`);
    await withToken(`assert (select count(*) = 1 from brand_versions), 'cannot be read'`);
    const denied = { code: '42501' };
    for (const sql of [
      `update brand_versions set profile = '{}'`,
      'delete from brand_versions',
      `insert into brand_versions (id, user_id, version, profile, changed_fields, changed_by)
        values (gen_random_uuid(), '${id}', 2, '{}', '{}', '${id}')`,
      `insert into brand_alignments (id, user_id, content_id, score) values (gen_random_uuid(), '${id}', 'x', 100)`,
    ])
      await expect(withToken(sql)).rejects.toMatchObject(denied);
    await withToken(
      `insert into brand_assets (name, type, asset_data, created_by) values ('x', 'x', '{}', '${id}')`,
    );
  });

  it('are nobody else’s to see, and nor is the brand', async () => {
    const mine = await app.newUser();
    await named(mine.client, 'Mine');
    const { client } = await app.newUser();
    expect((await client.get(BRAND)).body.brand.name).toBe('Marketing Automation Platform');
    expect((await client.get(`${BRAND}/versions`)).body.data).toEqual([]);
    expect((await client.get(`${BRAND}/versions/1`)).status).toBe(404);
    expect((await client.post(`${BRAND}/versions/1/restore`)).status).toBe(404);
    expect((await mine.client.get(`${BRAND}/versions`)).body.data).toHaveLength(1);
  });
});

describe('how well texts keep to a brand', () => {
  it('is kept with the version of the time, listed newest first, and taken together', async () => {
    const { id, client } = await app.newUser();
    const track = (contentId: string, score: number) =>
      client.post(`${BRAND}/track-alignment`, { contentId, score });
    const before = await track('post-1', 60);
    expect([before.status, before.body.data]).toEqual([
      201,
      {
        id: expect.any(String),
        content_id: 'post-1',
        score: 60,
        brand_version: null,
        created_at: expect.stringMatching(/Z$/),
      },
    ]);
    await client.put(BRAND, { name: 'Acme' });
    await track('post-2', 80.25);
    await track('post-1', 90);
    const list = async (query: string) => (await client.get(`${BRAND}/alignments${query}`)).body;
    const first = await list('?limit=2');
    expect(first.data).toMatchObject([
      { content_id: 'post-1', score: 90, brand_version: 1 },
      { content_id: 'post-2', score: 80.25, brand_version: 1 },
    ]);
    expect((await list(`?cursor=${first.next_cursor}`)).data).toMatchObject([{ score: 60 }]);
    expect((await list('?content_id=post-1')).data.map(({ score }: { score: number }) => score)).toEqual([
      90, 60,
    ]);
    await app.sql(
      `update brand_alignments set created_at = now() - interval '8 days' where user_id = $1 and score = 60`,
      [id],
    );
    const summary = async (query: string) =>
      (await client.get(`${BRAND}/alignments/summary${query}`)).body.data;
    expect(await summary('')).toEqual({ days: 30, count: 3, average: 76.75, lowest: 60, highest: 90 });
    expect(await summary('?days=7&content_id=post-1')).toEqual({
      days: 7,
      count: 1,
      average: 90,
      lowest: 90,
      highest: 90,
    });
    const stranger = await app.newUser();
    expect((await stranger.client.get(`${BRAND}/alignments`)).body.data).toEqual([]);
    expect((await stranger.client.get(`${BRAND}/alignments/summary`)).body.data).toEqual({
      days: 30,
      count: 0,
      average: null,
      lowest: null,
      highest: null,
    });
  });

  it.each(REFUSED_ALIGNMENTS)('is refused with %s', async (_what, alignment, path) => {
    const { client } = await app.newUser();
    const { status, body } = await client.post(`${BRAND}/track-alignment`, alignment);
    expect([status, body.errors[0].path]).toEqual([400, path]);
    expect((await client.get(`${BRAND}/alignments/summary?days=0`)).status).toBe(400);
  });
});
