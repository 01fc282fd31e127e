import { randomUUID } from 'node:crypto';
import type { TestApp } from '../../support/app.js';
import { sharedApp } from '../../support/kept-app.js';
import type { TestClient } from '../../support/client.js';
import { BARE_DRAFT, NO_CONTENT, NO_LIBRARY_QUERIES, PROSE } from './content.cases.js';

let app: TestApp;
let id: string;
let client: TestClient;
beforeAll(async () => {
  app = await sharedApp();
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

const idsOf = async (query: string) => {
  const { status, body } = await client.get(`/api/content/library?${query}`);
  expect([status, body.error]).toEqual([200, null]);
  return body.data.map((item: { id: number }) => item.id);
};

describe('a marketer keeps content', () => {
  it('as the former clients send it, and gets a draft', async () => {
    const { id: made, ...item } = await create({
      type: 'blog',
      platform: 'LinkedIn',
      brief: { topic: 'Spring garden', tone: 'friendly' },
      target_audience: 'People with their first garden',
    });
    expect(made).toEqual(expect.any(Number));
    expect(item).toEqual(BARE_DRAFT);
  });

  it('and has it measured, from its words', async () => {
    const item = await create({
      content: `# Beds\n\n${PROSE} [More](https://example.com)`,
      keywords: ['spring garden'],
    });
    expect(item).toMatchObject({ title: 'Beds', platform: 'blog', engagement_prediction: 0.5 });
    expect(item.readability_score).toBeGreaterThan(60);
    expect(item.seo_score).toBeGreaterThan(20);
    expect(item.html_content).toContain('<h1>Beds</h1>');
    const { body } = await client.get(`/api/content/${item.id}/measures`);
    expect(body.data.seo.score).toBe(item.seo_score);
    expect(await create({ type: 'social', platform: 'x', content: 'Peas are up! #a #b #c' })).toMatchObject({
      content_type: 'social_post',
      platform: 'twitter',
      seo_score: null,
      readability_score: null,
      engagement_prediction: 0.65,
    });
  });

  it('in Markdown or in HTML, of which the one makes the other, and nothing of it can do harm', async () => {
    const html = await create({
      html_content:
        '<h2 onclick="x()">Peas</h2><script>alert(1)</script><p>Sow <a href="javascript:x">now</a></p>',
    });
    expect(html).toMatchObject({
      content: 'Peas\n\nSow now',
      html_content: '<h2>Peas</h2><p>Sow <a>now</a></p>',
      title: 'Peas',
    });
    const [row] = await app.sql('select html_content from content_pieces where id = $1', [html.id]);
    expect(row).toEqual({ html_content: '<h2>Peas</h2><p>Sow <a>now</a></p>' });
    const text = await change(html, { content: 'Sow **beans** <img src=x onerror=alert(1)>' });
    expect(text.html_content).toBe('<p>Sow <strong>beans</strong> <img src="x"></p>');
    expect((await change(html, { html_content: null })).content).toBe(
      'Sow **beans** <img src=x onerror=alert(1)>',
    );
  });

  it('at the address the help page names, too', async () => {
    const { status, body } = await client.post('/api/content', {
      content_type: 'Landing Page',
      title: ' Peas ',
    });
    expect(status).toBe(201);
    expect(body.data).toMatchObject({ content_type: 'landing_page', platform: 'website', title: 'Peas' });
  });

  it.each(NO_CONTENT)('and is told which field of %j is wrong', async (fields, path) => {
    const { status, body } = await client.post('/api/content/create', fields);
    expect(status).toBe(400);
    expect(body.errors.map((issue: { path: string }) => issue.path)).toContain(path);
  });

  it('for a campaign of their own, and of nobody else', async () => {
    const stranger = await app.as();
    const own = (await client.post('/api/campaigns', { name: 'Spring' })).body.data;
    const other = (await stranger.post('/api/campaigns', { name: 'Theirs' })).body.data;
    const item = await create({ campaign_id: own.id });
    expect(item.campaign_id).toBe(own.id);
    for (const { status, body } of [
      await client.post('/api/content', { type: 'blog', campaign_id: other.id }),
      await client.put(`/api/content/${item.id}`, { campaign_id: other.id }),
    ])
      expect([status, body.code, body.errors[0].path]).toEqual([
        422,
        'content/campaign-unknown',
        'campaign_id',
      ]);
    await client.delete(`/api/campaigns/${own.id}`);
    expect((await client.get(`/api/content/${item.id}`)).body.data.campaign_id).toBeNull();
  });
});

describe('the library', () => {
  it('lists the newest first, page by page, each once', async () => {
    const made: number[] = [];
    for (let count = 0; count < 5; count++) made.unshift((await create({ title: `Number ${count}` })).id);
    const first = await client.get('/api/content/library?limit=2');
    const second = await client.get(`/api/content/library?limit=2&cursor=${first.body.next_cursor}`);
    const third = await client.get(`/api/content/library?limit=2&cursor=${second.body.next_cursor}`);
    expect(
      [first, second, third].flatMap(({ body }) => body.data.map((item: { id: number }) => item.id)),
    ).toEqual(made);
    expect(third.body.next_cursor).toBeNull();
    expect(await idsOf('limit=2&offset=3')).toEqual(made.slice(3));
  });

  it('has what was generated in one list with what was written', async () => {
    const { id: written } = await create({ content: PROSE });
    await app.sql(
      `insert into generated_content (id, user_id, brief, content, seo_score, status) values
         ('of-the-front-end', $1, '{"topic": "Peas", "platform": "LinkedIn", "content_type": "social", "keywords": ["pea"]}',
          '{"title": "Ten days", "content": "Peas are up within ten days.", "tags": ["peas"]}', 70.4, 'approved')`,
      [id],
    );
    const { body } = await client.get('/api/content/library');
    expect(body.data.map((item: { id: number }) => item.id)).toEqual([expect.any(Number), written]);
    expect(body.data[0]).toMatchObject({
      title: 'Ten days',
      content: 'Peas are up within ten days.',
      content_type: 'social_post',
      platform: 'linkedin',
      status: 'approved',
      keywords: ['pea'],
      tags: ['peas'],
      seo_score: 70,
      provenance: null,
      generated_content_id: 'of-the-front-end',
    });
    expect((await client.delete(`/api/content/${body.data[0].id}`)).status).toBe(200);
    expect(await app.sql(`select from generated_content where id = 'of-the-front-end'`)).toEqual([]);
  });

  it('finds by type, platform, status, tag, campaign, words and time, however they are spelled', async () => {
    const campaign = (await client.post('/api/campaigns', { name: 'Spring' })).body.data.id;
    const peas = await create({
      title: 'Sowing peas',
      content: PROSE,
      tags: ['garden', 'spring'],
      campaign_id: campaign,
    });
    const post = await create({
      type: 'social',
      platform: 'X',
      content: 'Müller’s beans are “up”!',
      tags: ['beans'],
    });
    const [, former] = await app.sql<{ id: number }>(
      `insert into content_pieces (user_id, title, content_type, platform, status, created_at)
       values ($1, 'Elsewhere', 'social', 'fb', 'archived', '2020-02-01'), ($1, 'Old', 'blog', 'x', 'pending_review', '2020-01-01')
       returning id`,
      [id],
    );
    const old = Number(former!.id);
    expect(await idsOf('content_type=blog')).toEqual([peas.id, old]);
    expect(await idsOf('platform=Twitter/X')).toEqual([post.id, old]);
    expect(await idsOf('status=review')).toEqual([old]);
    expect(await idsOf('tag=spring')).toEqual([peas.id]);
    expect(await idsOf('tag=Spring')).toEqual([]);
    expect(await idsOf(`campaign_id=${campaign}`)).toEqual([peas.id]);
    expect(await idsOf('q=sow%20pea')).toEqual([peas.id]);
    expect(await idsOf('q=m%C3%BCller')).toEqual([post.id]);
    expect(await idsOf(`q=${encodeURIComponent(`"beans' & | !up:*`)}`)).toEqual([post.id]);
    expect(await idsOf('q=tomatoes')).toEqual([]);
    expect(await idsOf('created_to=2020-01-31')).toEqual([old]);
    expect((await idsOf('created_from=2020-02-01T00:00:00Z')).length).toBe(3);
    expect(await idsOf('status=draft&platform=twitter&tag=beans&q=up')).toEqual([post.id]);
    const { body } = await client.get('/api/content/library?created_to=2020-01-31');
    expect(body.data[0]).toMatchObject({ status: 'review', content_type: 'blog_post', platform: 'twitter' });
  });

  it.each(NO_LIBRARY_QUERIES)('refuses ?%s', async (query) => {
    expect((await client.get(`/api/content/library?${query}`)).status).toBe(400);
  });

  it('can be read as a table, by its owner alone', async () => {
    await create({ title: 'Mine', content: 'Peas' });
    const rows = await app.sql(
      'select title, content_type, status, tags from content_library where user_id = $1',
      [id],
    );
    expect(rows).toEqual([{ title: 'Mine', content_type: 'blog_post', status: 'draft', tags: [] }]);
  });
});

describe("somebody else's content", () => {
  it('does not exist, and stays as it is', async () => {
    const item = await create({ title: 'Mine', content: PROSE });
    const stranger = await app.as();
    const path = `/api/content/${item.id}`;
    const tries = [
      stranger.get(path),
      stranger.put(path, { title: 'Theirs' }),
      stranger.delete(path),
      stranger.post(`${path}/copy`),
      stranger.get(`${path}/similar`),
      stranger.get(`${path}/measures`),
      stranger.get(`${path}/versions`),
      stranger.patch(`${path}/status`, { status: 'review' }),
      stranger.post(`${path}/schedule`, { scheduled_for: '2999-01-01' }),
    ];
    for (const { status, body } of await Promise.all(tries))
      expect([status, body.code]).toEqual([404, 'content/not-found']);
    for (const answer of [
      await stranger.get(`${path}/versions/1`),
      await stranger.post(`${path}/versions/1/restore`),
    ])
      expect([answer.status, answer.body.code]).toEqual([404, 'content/version-not-found']);
    expect((await stranger.get('/api/content/library')).body.data).toEqual([]);
    expect((await stranger.get('/api/content/library?q=spring')).body.data).toEqual([]);
    const { near_duplicates: _, ...kept } = item;
    expect((await client.get(path)).body.data).toEqual(kept);
  });

  it.each(['0', '01', 'x', '1e3', '99999999999999999999', '-1', randomUUID()])(
    'is answered like the number %s, which none has',
    async (number) => {
      const { status, body } = await client.get(`/api/content/${number}`);
      expect([status, body.code]).toEqual([404, 'content/not-found']);
    },
  );
});
