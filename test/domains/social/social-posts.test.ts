import { randomUUID } from 'node:crypto';
import type { TestApp } from '../../support/app.js';
import { sharedApp } from '../../support/kept-app.js';
import type { TestClient } from '../../support/client.js';

const POSTS = '/api/social/posts';
const TIME = '2099-12-01T10:00:00+01:00';

let app: TestApp;
let client: TestClient;
let id: string;
beforeAll(async () => {
  app = await sharedApp({ roles: 'web' });
});
beforeEach(async () => {
  ({ client, id } = await app.newUser());
});
afterAll(() => app.close());

const create = async (fields: object = {}) => {
  const { status, body } = await client.post(POSTS, {
    platform: 'linkedin',
    content: 'Fresh bread',
    ...fields,
  });
  expect({ status, error: body.error }).toEqual({ status: 201, error: null });
  return body.data;
};
const contents = async (query = '', as = client): Promise<string[]> =>
  (await as.get(POSTS + query)).body.data.map(({ content }: { content: string }) => content);

describe('a marketer who keeps a post', () => {
  it('gets a draft, its hashtags apart from its text, and finds it again', async () => {
    const post = await create({
      platform: 'Twitter/X',
      content: ' Fresh bread #bakery',
      hashtags: ['Sourdough Club', 'bakery'],
      media_urls: ['https://example.com/loaf.jpg'],
    });
    expect(post).toEqual({
      id: expect.any(String),
      platform: 'twitter',
      content: 'Fresh bread',
      hashtags: ['#bakery', '#SourdoughClub'],
      media_urls: ['https://example.com/loaf.jpg'],
      thread: [],
      status: 'draft',
      scheduled_time: null,
      posted_at: null,
      post_id: null,
      engagement_metrics: {},
      campaign_id: null,
      last_error: null,
      error_code: null,
      account_id: null,
      service: null,
      post_url: null,
      attempts: 0,
      history: [],
      retry_at: null,
      metrics_read_at: null,
      created_at: expect.stringMatching(/Z$/),
      updated_at: expect.stringMatching(/Z$/),
    });
    expect((await client.get(POSTS)).body).toEqual({
      success: true,
      data: [post],
      error: null,
      next_cursor: null,
    });
  });

  it('schedules it by giving it a time, and may put it into a campaign', async () => {
    const { body } = await client.post('/api/campaigns', { name: `Spring ${id}`, type: 'social' });
    const campaign_id = body.data.id;
    expect(await create({ scheduled_time: TIME, campaign_id })).toMatchObject({
      status: 'scheduled',
      scheduled_time: '2099-12-01T09:00:00Z',
      campaign_id,
    });
    await app.sql('delete from campaigns where id = $1', [campaign_id]);
    expect((await client.get(POSTS)).body.data[0]).toMatchObject({ status: 'scheduled', campaign_id: null });
  });

  it.each([
    [
      'a text its network cuts',
      { platform: 'x', content: 'x'.repeat(281) },
      '422 social/post-too-long content',
    ],
    [
      'a time that is over',
      { scheduled_time: '2020-01-01T00:00:00Z' },
      '422 social/time-past scheduled_time',
    ],
    ['a campaign there is not', { campaign_id: randomUUID() }, '422 social/campaign-unknown campaign_id'],
    [
      'a time without an offset',
      { scheduled_time: '2099-01-01T00:00:00' },
      '400 http/input-invalid scheduled_time',
    ],
    ['no text', { content: '' }, '400 http/input-invalid content'],
    ['an address that is none', { media_urls: ['javascript:alert(1)'] }, '400 http/input-invalid media_urls'],
    ['a field that is not known', { owner: 'me' }, '400 http/input-invalid owner'],
    ['a network there is not', { platform: 'orkut' }, '422 channels/unknown-network undefined'],
  ])('is refused for %s', async (_, fields, refusal) => {
    const { status, body } = await client.post(POSTS, { platform: 'linkedin', content: 'Bread', ...fields });
    expect(`${status} ${body.code} ${body.errors?.[0]?.path}`).toBe(refusal);
    expect(await contents()).toEqual([]);
  });

  it('gives no time to what its network would not take, by whichever door', async () => {
    const wanted = { platform: 'instagram', content: 'No picture' };
    const { id: post_id } = await create(wanted);
    const trigger = { type: 'date', at: TIME };
    for (const refused of [
      await client.post(POSTS, { ...wanted, scheduled_time: TIME }),
      await client.post('/api/social/schedule', { ...wanted, scheduled_time: TIME }),
      await client.post('/api/social/schedule', { post_id, scheduled_time: TIME }),
      await client.patch(`${POSTS}/${post_id}`, { scheduled_time: TIME }),
      await client.post(`${POSTS}/bulk`, { posts: [{ ...wanted, scheduled_time: TIME }] }),
      await client.post('/api/schedules', { kind: 'social_post', payload: { post_id }, trigger }),
    ]) {
      expect([refused.status, refused.body.errors?.[0]?.path]).toEqual([
        422,
        expect.stringMatching(/^(posts\.0\.)?media_urls$/),
      ]);
    }
    expect((await client.get(POSTS)).body.data).toMatchObject([
      { id: post_id, status: 'draft', scheduled_time: null },
    ]);
    expect((await client.get('/api/schedules')).body.data).toEqual([]);
    const media_urls = ['https://example.com/loaf.jpg'];
    expect(await create({ ...wanted, media_urls, scheduled_time: TIME })).toMatchObject({
      status: 'scheduled',
    });
  });

  it('cannot put it into the campaign of somebody else', async () => {
    const { client: eve } = await app.newUser();
    const { body } = await eve.post('/api/campaigns', { name: `Hers ${id}` });
    const refused = await client.post(POSTS, { platform: 'x', content: 'Bread', campaign_id: body.data.id });
    expect(refused.body.code).toBe('social/campaign-unknown');
  });
});

describe('the list of posts', () => {
  beforeEach(async () => {
    for (const content of ['first', 'second', 'third']) await create({ content });
    await create({ platform: 'x', content: 'short', scheduled_time: TIME });
  });

  it('shows the newest first, page by page', async () => {
    const { body } = await client.get(`${POSTS}?limit=3`);
    expect(body.data.map(({ content }: { content: string }) => content)).toEqual([
      'short',
      'third',
      'second',
    ]);
    expect(await contents(`?limit=3&cursor=${body.next_cursor}`)).toEqual(['first']);
    expect(await contents('?limit=1&offset=1')).toEqual(['third']);
  });

  it('shows one network by any of its names, or one state', async () => {
    expect(await contents('?platform=Twitter')).toEqual(['short']);
    expect(await contents('?status=scheduled')).toEqual(['short']);
    expect(await contents('?platform=linkedin&status=scheduled')).toEqual([]);
  });

  it.each([
    ['platform=orkut', 422],
    ['status=lost', 400],
    ['limit=101', 400],
    ['cursor=nonsense', 400],
  ])('refuses %s', async (query, status) => {
    expect((await client.get(`${POSTS}?${query}`)).status).toBe(status);
  });

  it('shows nobody the posts of somebody else, nor takes a token for it', async () => {
    const { client: eve } = await app.newUser();
    expect(await contents('', eve)).toEqual([]);
    expect((await app.anonymous.get(POSTS)).status).toBe(401);
    expect((await app.anonymous.post(POSTS, { platform: 'x', content: 'Hi' })).status).toBe(401);
  });
});
