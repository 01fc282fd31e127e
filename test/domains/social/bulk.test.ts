import { sharedApp } from '../../support/kept-app.js';
import type { TestApp } from '../../support/app.js';
import type { TestClient } from '../../support/client.js';

const BULK = '/api/social/posts/bulk';
const LATER = '2099-12-01T10:00:00Z';
const GOOD = [
  { platform: 'linkedin', content: 'Fresh bread' },
  { platform: 'X', content: 'Fresh bread', scheduled_time: LATER, thread: [{ content: 'And cake' }] },
];
const BAD = [
  { platform: 'myspace', content: 'Fresh bread', account_id: '7d0ae5a8-4e0c-4d7c-9d52-0f3c3b2a1d11' },
  { platform: 'instagram', content: 'No picture', scheduled_time: LATER },
  { platform: 'twitter', content: 'x'.repeat(281) },
  { platform: 'linkedin', content: 'Late', scheduled_time: '2020-01-01T00:00:00Z' },
  { platform: 'linkedin', content: 'By whom?', account_id: '7d0ae5a8-4e0c-4d7c-9d52-0f3c3b2a1d11' },
];

let app: TestApp;
let client: TestClient;
beforeAll(async () => {
  app = await sharedApp({ roles: 'web' });
});
beforeEach(async () => {
  ({ client } = await app.newUser());
});
afterAll(() => app.close());

const bulk = (posts: readonly object[], more: object = {}) => client.post(BULK, { posts, ...more });
const kept = async () => (await client.get('/api/social/posts')).body.data.length as number;

describe('many posts', () => {
  it('are kept together, each in its place', async () => {
    const { status, body } = await bulk(GOOD);
    expect([status, body.data]).toEqual([
      200,
      {
        dry_run: false,
        fit: 2,
        unfit: 0,
        created: 2,
        results: [0, 1].map((index) => ({ index, ok: true, problems: [], post_id: expect.any(String) })),
      },
    ]);
    const { post_id } = body.data.results[1];
    expect((await client.get(`/api/social/posts/${post_id}`)).body.data).toMatchObject({
      platform: 'twitter',
      status: 'scheduled',
      thread: [{ content: 'And cake' }],
    });
  });

  it('are told one by one what would become of them, and none is kept', async () => {
    const { body } = await bulk([...GOOD, ...BAD], { dry_run: true });
    expect(body.data).toMatchObject({ dry_run: true, fit: 2, unfit: 5, created: 0 });
    const problems = body.data.results.map(
      ({ problems: all }: { problems: { path: string }[] }) => all[0]?.path,
    );
    expect(problems).toEqual([
      undefined,
      undefined,
      'platform',
      'media_urls',
      'content',
      'scheduled_time',
      'account_id',
    ]);
    expect(await kept()).toBe(0);
  });

  it('are all left when one of them is unfit, and that one is named', async () => {
    const { status, body } = await bulk([GOOD[0]!, BAD[1]!]);
    expect([status, body.code, body.errors[0].path]).toEqual([
      422,
      'social/many-unfit',
      'posts.1.media_urls',
    ]);
    expect(await kept()).toBe(0);
  });

  it('are at least one, at most two hundred, each as one post is given, and their owner’s', async () => {
    expect((await bulk([])).status).toBe(400);
    expect((await bulk(Array.from({ length: 201 }, () => GOOD[0]!))).status).toBe(400);
    const { status, body } = await bulk([{ platform: 'linkedin' }]);
    expect([status, body.errors[0].path]).toEqual([400, 'posts.0.content']);
    expect((await app.anonymous.post(BULK, { posts: GOOD })).status).toBe(401);
  });
});
