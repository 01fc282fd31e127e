import { BacklogClock } from '#domains/content/measures/backlog.clock';
import { startApp, type TestApp } from '../../support/app.js';
import type { TestClient } from '../../support/client.js';
import { PROSE } from './content.cases.js';

let app: TestApp;
let id: string;
let client: TestClient;
beforeAll(async () => {
  app = await startApp({ roles: 'web,worker,clock' });
});
beforeEach(async () => {
  ({ id, client } = await app.newUser());
});
afterAll(() => app.close());

const create = async (fields: object = {}) => {
  const { status, body } = await client.post('/api/content/create', { type: 'blog', ...fields });
  expect([status, body.error]).toEqual([201, null]);
  return body.data;
};
const change = async (item: { id: number }, changes: object) => {
  const { status, body } = await client.put(`/api/content/${item.id}`, changes);
  expect([status, body.error]).toEqual([200, null]);
  return body.data;
};

describe('a marketer edits content', () => {
  it('and each edit of the words is a version that can be read and brought back', async () => {
    const item = await create({ title: 'One', content: 'First words' });
    await change(item, { content: 'Second words', keywords: ['peas'] });
    const third = await change(item, { title: 'Three', html_content: '<p>Third <i>words</i></p>' });
    expect(third).toMatchObject({ version: 3, content: 'Third words' });
    const { body } = await client.get(`/api/content/${item.id}/versions`);
    expect(
      body.data.map(({ version, title }: { version: number; title: string }) => [version, title]),
    ).toEqual([
      [3, 'Three'],
      [2, 'One'],
      [1, 'One'],
    ]);
    expect(body.data[0]).toEqual({
      version: 3,
      title: 'Three',
      provenance: item.provenance,
      created_at: expect.stringMatching(/Z$/),
    });
    const second = (await client.get(`/api/content/${item.id}/versions/2`)).body.data;
    expect(second).toMatchObject({
      content: 'Second words',
      html_content: '<p>Second words</p>',
      keywords: ['peas'],
      cta: null,
    });
    const { status, body: back } = await client.post(`/api/content/${item.id}/versions/1/restore`);
    expect(status).toBe(200);
    expect(back.data).toMatchObject({
      version: 4,
      title: 'One',
      content: 'First words',
      html_content: '<p>First words</p>',
      keywords: [],
    });
    const { next_cursor } = (await client.get(`/api/content/${item.id}/versions?limit=3`)).body;
    const page = await client.get(`/api/content/${item.id}/versions?cursor=${next_cursor}`);
    expect(page.body.data.map(({ version }: { version: number }) => version)).toEqual([1]);
  });

  it('without making a version of what are no words, or the same ones', async () => {
    const item = await create({ title: 'One', content: 'Words' });
    const others = { tags: ['a'], target_audience: 'All', metadata: { x: 1 }, platform: 'facebook' };
    const changed = await change(item, { title: 'One', content: 'Words', ...others });
    expect(changed).toMatchObject({ version: 1, ...others });
    expect(await change(item, {})).toMatchObject({ version: 1, updated_at: changed.updated_at });
  });

  it('wherever they edit it: what the front end writes into the table is a version too', async () => {
    const item = await create({ html_content: '<p>Ours</p>' });
    await app.sql(`update content_pieces set content = 'Theirs <script>alert(1)</script>' where id = $1`, [
      item.id,
    ]);
    const { body } = await client.get(`/api/content/${item.id}`);
    expect(body.data).toMatchObject({
      version: 2,
      content: 'Theirs <script>alert(1)</script>',
      html_content: '<p>Theirs </p>',
    });
    expect((await client.get(`/api/content/${item.id}/versions/1`)).body.data.content).toBe('Ours');
  });

  it.each([
    { title: null },
    { content: null },
    { status: 'approved' },
    { version: 9 },
    { seo_score: 100 },
    { id: 1 },
    { content_type: 'song' },
  ])('but cannot write %j', async (changes) => {
    const item = await create({ title: 'One' });
    expect((await client.put(`/api/content/${item.id}`, changes)).status).toBe(400);
  });

  it('asks in vain for versions there are not', async () => {
    const item = await create();
    for (const version of ['2', '0', 'x', '99999999999', '-1']) {
      const { status, body } = await client.get(`/api/content/${item.id}/versions/${version}`);
      expect([version, status, body.code]).toEqual([version, 404, 'content/version-not-found']);
    }
    const cursor = Buffer.from('["x"]').toString('base64url');
    expect((await client.get(`/api/content/${item.id}/versions?cursor=${cursor}`)).status).toBe(400);
  });

  it('can copy and delete it', async () => {
    const item = await create({ title: 'One', content: PROSE });
    const { status, body } = await client.post(`/api/content/${item.id}/copy`);
    expect([status, body.data.version, body.data.content]).toEqual([201, 1, PROSE]);
    expect(body.data.near_duplicates).toEqual([
      { id: item.id, title: 'One', status: 'draft', similarity: 1 },
    ]);
    expect((await client.delete(`/api/content/${item.id}`)).body.data).toEqual({
      deleted: true,
      id: item.id,
    });
    expect((await client.get(`/api/content/${item.id}`)).status).toBe(404);
    expect((await client.delete(`/api/content/${item.id}`)).status).toBe(404);
    expect(await app.sql('select from content_versions where piece_id = $1', [item.id])).toEqual([]);
  });
});

describe('what nearly says the same', () => {
  it('is told when it is written, measured or asked for, and only of the own library', async () => {
    const stranger = await app.newUser();
    await stranger.client.post('/api/content', { type: 'blog', content: PROSE });
    const first = await create({ title: 'First', content: PROSE });
    expect(first.near_duplicates).toEqual([]);
    const near = PROSE.replace('mild', 'warm');
    const second = await create({ content: near });
    expect(second.near_duplicates).toEqual([
      { id: first.id, title: 'First', status: 'draft', similarity: expect.any(Number) },
    ]);
    expect(second.near_duplicates[0].similarity).toBeGreaterThan(0.8);
    const { body } = await client.post('/api/content/measure', { content: PROSE.toUpperCase() });
    expect(body.data.near_duplicates[0]).toEqual({
      id: first.id,
      title: 'First',
      status: 'draft',
      similarity: 1,
    });
    const similar = await client.get(`/api/content/${first.id}/similar?least=50`);
    expect(similar.body.data.map((item: { id: number }) => item.id)).toEqual([second.id]);
    expect((await client.get(`/api/content/${first.id}/similar?least=100`)).body.data).toEqual([]);
    expect((await client.get(`/api/content/${first.id}/similar?least=101`)).status).toBe(400);
    expect(
      (await change(second, { content: 'Something else entirely, about beans.' })).near_duplicates,
    ).toEqual([]);
    expect((await client.get(`/api/content/${first.id}/similar`)).body.data).toEqual([]);
  });
});

describe('a text that is measured', () => {
  it('is told all that can be said of it, and is not kept', async () => {
    const { status, body } = await client.post('/api/content/measure', {
      title: 'Peas',
      content: `${PROSE} #peas #garden`,
      platform: 'X',
      content_type: 'social',
    });
    expect(status).toBe(200);
    expect(body.data).toMatchObject({
      readability: { reason: null, sentences: 4 },
      seo: null,
      engagement: { estimated: true, score: 50 },
      network: { platform: 'twitter', limit: 280, fits: true, hashtags: 2, hashtags_min: 2, hashtags_max: 4 },
      near_duplicates: [],
    });
    const { body: page } = await client.post('/api/content/measure', { html_content: `<p>${PROSE}</p>` });
    expect(page.data.seo.checks.map((check: { id: string }) => check.id)).toContain('title-length');
    expect(page.data.network).toBeNull();
    expect((await client.get('/api/content/library')).body.data).toEqual([]);
  });

  it.each([
    [{ content: 7 }, 'content'],
    [{ platform: 'orkut' }, 'platform'],
    [{ tags: [] }, 'tags'],
  ])('is refused when %j is no text', async (fields, path) => {
    const { status, body } = await client.post('/api/content/measure', fields);
    expect([status, body.errors[0].path]).toEqual([400, path]);
  });
});

describe('a headline that is looked at', () => {
  it('gets a score, its reasons and advice, without a model', async () => {
    const { status, body } = await client.post('/api/headlines/analyze', {
      headline: ' Seven proven ways to love your garden ',
    });
    expect(status).toBe(200);
    expect(body.data).toMatchObject({
      headline: 'Seven proven ways to love your garden',
      words: 7,
      ai: false,
    });
    expect(body.data.factors).toHaveLength(8);
  });

  it.each([{}, { headline: '' }, { headline: '  ' }, { headline: 'x'.repeat(301) }, { headline: ['a'] }])(
    'is refused when it is %j',
    async (fields) => {
      const { status, body } = await client.post('/api/headlines/analyze', fields);
      expect([status, body.errors[0].path]).toEqual([400, 'headline']);
    },
  );
});

describe('content that others wrote into the table', () => {
  it('is measured when the clock asks for it, and keeps its dates', async () => {
    const [row] = await app.sql<{ id: number }>(
      `insert into content_pieces (user_id, title, content, content_type, platform, updated_at)
       values ($1, 'Peas', 'Peas are up and beans will follow them. The soil is warm and you can sow the rest. It is a good year for all that you have. #a #b #c', 'blog', 'Instagram', '2020-01-01')
       returning id`,
      [id],
    );
    const item = Number(row!.id);
    expect((await client.get(`/api/content/${item}`)).body.data).toMatchObject({
      seo_score: null,
      engagement_prediction: null,
    });
    await app.get(BacklogClock).tick();
    await app.drainJobs();
    const measured = (await client.get(`/api/content/${item}`)).body.data;
    expect(measured).toMatchObject({
      seo_score: expect.any(Number),
      readability_score: 100,
      engagement_prediction: 0.9,
      updated_at: '2020-01-01T00:00:00Z',
      version: 1,
    });
    expect(
      (await client.post('/api/content/measure', { content: measured.content })).body.data.near_duplicates,
    ).toHaveLength(1);
    await app.sql(`update content_pieces set content = 'Something else' where id = $1`, [item]);
    await app.get(BacklogClock).tick();
    await app.drainJobs();
    expect(
      (await client.post('/api/content/measure', { content: 'something else' })).body.data.near_duplicates,
    ).toHaveLength(1);
  });
});
