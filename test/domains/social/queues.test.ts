import { connect, NetworkStage } from '../integrations/network-stage.js';
import { Poster, POSTS, TAKEN } from './poster.js';

const MONDAYS = { timezone: 'Europe/Berlin', slots: [{ day: 1, time: '09:00' }] };

let stage: NetworkStage;
let poster: Poster;
let accountId: string;
beforeAll(async () => {
  stage = await NetworkStage.open({ roles: 'web' });
});
beforeEach(async () => {
  poster = await Poster.at(stage);
  await connect(poster.client, stage.wire, 'twitter');
  const { connections } = (await poster.client.get('/api/social-connections')).body;
  accountId = connections[0].profiles[0].id;
});
afterAll(() => stage.close());

const queueOf = (id = accountId) => `/api/social/accounts/${id}/queue`;
const enqueue = (postId: string, body?: object) => poster.client.post(`${POSTS}/${postId}/queue`, body);
const shows = (at: string) =>
  new Intl.DateTimeFormat('en-GB', {
    timeZone: 'Europe/Berlin',
    weekday: 'long',
    hour: '2-digit',
    minute: '2-digit',
  }).format(new Date(at));

describe('the queue of an account', () => {
  it('has no times until it is given some, each once and in order', async () => {
    expect((await poster.client.get(queueOf())).body.data).toEqual({
      account_id: accountId,
      timezone: 'UTC',
      slots: [],
      next_free: null,
    });
    const slots = [{ day: 3, time: '18:30' }, ...MONDAYS.slots, ...MONDAYS.slots];
    const { status, body } = await poster.client.put(queueOf(), { ...MONDAYS, slots });
    expect([status, body.data.slots]).toEqual([200, [...MONDAYS.slots, { day: 3, time: '18:30' }]]);
    expect((await poster.client.get(queueOf())).body.data).toEqual(body.data);
  });

  it('gives each post the next time that no other has, however many ask at once', async () => {
    await poster.client.put(queueOf(), MONDAYS);
    const ids = await Promise.all(Array.from({ length: 4 }, () => poster.post()));
    const answers = await Promise.all(ids.map((postId) => enqueue(postId)));
    const times = answers.map(({ body }) => body.data.scheduled_time as string).toSorted();
    expect(new Set(times).size).toBe(4);
    expect(times.map(shows)).toEqual(times.map(() => 'Monday 09:00'));
    expect(answers[0]?.body.data).toMatchObject({ status: 'scheduled', account_id: accountId });
    const first = answers.find(({ body }) => body.data.scheduled_time === times[0])?.body.data.id;
    await poster.client.post(`${POSTS}/${first}/cancel`);
    const { next_free } = (await poster.client.get(queueOf())).body.data;
    expect(new Date(next_free)).toEqual(new Date(times[0] ?? ''));
  });

  it.each([
    ['a zone that is none', { ...MONDAYS, timezone: 'Mars/Olympus' }, 422, 'social/zone-unknown'],
    ['a day that is none', { ...MONDAYS, slots: [{ day: 8, time: '09:00' }] }, 400, 'http/input-invalid'],
    ['a time that is none', { ...MONDAYS, slots: [{ day: 1, time: '25:00' }] }, 400, 'http/input-invalid'],
  ])('takes no %s', async (_, wanted, expected, code) => {
    const { status, body } = await poster.client.put(queueOf(), wanted);
    expect([status, body.code]).toEqual([expected, code]);
  });

  it('is its owner’s, and of an account that is there', async () => {
    const { client: other } = await stage.app.newUser();
    for (const answer of [await other.get(queueOf()), await other.put(queueOf(), MONDAYS)])
      expect([answer.status, answer.body.code]).toEqual([404, 'social/account-not-found']);
    expect((await stage.app.anonymous.get(queueOf())).status).toBe(401);
    const postId = await poster.post();
    expect((await enqueue(postId)).body.code).toBe('social/no-free-slot');
    expect((await enqueue(postId, { account_id: postId })).body.code).toBe('social/account-not-found');
    const elsewhere = await poster.post({ platform: 'linkedin' });
    const refused = await enqueue(elsewhere);
    expect([refused.status, refused.body.code]).toEqual([503, 'social/network-not-connected']);
  });
});

describe('the cap of a network', () => {
  const handOver = (count: number) =>
    poster.sql(
      `insert into social_posts (id, user_id, platform, content, status, posted_at, armed_at, connection_id, profile_id)
       select gen_random_uuid(), $1, 'twitter', 'Bread', 'published', now(), now(), connection_id, profile_id
       from connection_profiles, generate_series(1, $3::int) where id = $2`,
      [poster.id, accountId, count],
    );

  it('is shown for each account, with what has gone', async () => {
    await handOver(2);
    const { body } = await poster.client.get('/api/social/limits');
    expect(body.data).toEqual([
      {
        account_id: accountId,
        name: 'Dough & Co.',
        platform: 'twitter',
        service: 'twitter',
        posts: 100,
        window_seconds: 900,
        used: 2,
        remaining: 98,
        free_at: null,
        source: expect.stringContaining('https://'),
        reason: null,
      },
    ]);
    const { client: other } = await stage.app.newUser();
    expect((await other.get('/api/social/limits')).body.data).toEqual([]);
  });

  it('is not gone beyond: a post waits until there is room, and goes out then', async () => {
    await handOver(100);
    const [now, due] = [await poster.post(), await poster.post()];
    const refused = await poster.publish(now);
    expect([refused.status, refused.body.code]).toEqual([429, 'social/network-cap-reached']);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(800);
    expect(refused.body.error).toContain('X takes 100 posts in 15 minutes');
    await poster.due(due);
    await poster.publishDue();
    const waiting = await poster.get(due);
    expect(waiting).toMatchObject({ status: 'scheduled', error_code: 'social/network-cap-reached' });
    expect(Date.parse(waiting.retry_at)).toBeGreaterThan(Date.now() + 800_000);
    expect(poster.out).toEqual([]);
    await poster.sql(
      `update social_posts set armed_at = armed_at - interval '16 minutes', retry_at = now() - interval '1 minute',
         scheduled_time = scheduled_time - interval '25 hours' where user_id = $1`,
      [poster.id],
    );
    stage.wire.will(TAKEN);
    await poster.publishDue();
    expect(await poster.get(due)).toMatchObject({ status: 'published' });
  });
});

describe('what a post has reached', () => {
  const reachOf = async (postId: string) => (await poster.client.get(`${POSTS}/${postId}/metrics`)).body.data;

  it('is told with the reason for every number that is missing', async () => {
    const postId = await poster.post();
    expect(await reachOf(postId)).toMatchObject({
      service: null,
      likes: null,
      missing: { likes: 'The post is not published.' },
    });
    stage.wire.will(TAKEN);
    await poster.publish(postId);
    await poster.publishDue();
    expect((await reachOf(postId)).missing.likes).toBe('X has not been asked yet.');
    await poster.asked();
    stage.wire.will({ path: '/2/tweets/1789', body: { data: { public_metrics: { like_count: 5 } } } });
    await poster.readBack();
    expect(await reachOf(postId)).toEqual({
      post_id: postId,
      platform: 'twitter',
      service: 'twitter',
      read_at: expect.any(String),
      likes: 5,
      comments: null,
      shares: null,
      clicks: null,
      impressions: null,
      reach: null,
      missing: {
        comments: 'X has not told it of this post.',
        shares: 'X has not told it of this post.',
        clicks: 'X does not tell clicks by its API.',
        impressions: 'X has not told it of this post.',
        reach: 'X does not tell reach by its API.',
      },
    });
    const { body } = await poster.client.get('/api/social/analytics/accounts?days=7');
    expect(body.data).toMatchObject([
      {
        account_id: accountId,
        name: 'Dough & Co.',
        platform: 'twitter',
        service: 'twitter',
        posts_count: 1,
        total_likes: 5,
        average_likes: 5,
      },
    ]);
    const { client: other } = await stage.app.newUser();
    expect((await other.get('/api/social/analytics/accounts')).body.data).toEqual([]);
    expect((await poster.client.get('/api/social/analytics/accounts?days=0')).status).toBe(400);
  });
});
