import { JWT_SECRET, startApp } from '../../support/app.js';
import { freePort, startProcess } from '../../support/process.js';
import { until } from '../../support/until.js';
import { onPostgres } from '../../support/where.js';
import { connect, KEY, networkSettings, NetworkStage } from '../integrations/network-stage.js';
import { LATER, Poster, TAKEN } from './poster.js';
import { describeOtherPosts } from './publishing.cases.js';
import { describeThreads } from './threads.cases.js';

let stage: NetworkStage;
let poster: Poster;
beforeAll(async () => {
  stage = await NetworkStage.open({ roles: 'web' });
});
beforeEach(async () => {
  poster = await Poster.at(stage);
});
afterAll(() => stage.close());

describe('a post that is published', () => {
  beforeEach(() => connect(poster.client, stage.wire, 'twitter'));

  it('goes out as it is written, and is found on its network', async () => {
    const postId = await poster.post({ hashtags: ['Sourdough'] });
    stage.wire.will(TAKEN);
    const { status, body } = await poster.publish(postId);
    expect([status, body.data.status]).toEqual([202, 'scheduled']);
    await poster.publishDue();
    expect(poster.out.map(({ body: sent, headers }) => [sent, headers.authorization])).toEqual([
      [{ text: 'Fresh bread\n\n#Sourdough' }, `Bearer ${KEY}`],
    ]);
    expect(await poster.get(postId)).toMatchObject({
      status: 'published',
      post_id: '1789',
      post_url: 'https://x.com/i/web/status/1789',
      posted_at: expect.any(String),
      service: 'twitter',
      attempts: 1,
      last_error: null,
    });
    expect((await poster.publish(postId)).body.code).toBe('social/post-over');
    await poster.publishDue();
    expect(poster.out).toHaveLength(1);
  });

  it('goes out at its time, and not before', async () => {
    const { body } = await poster.client.post('/api/social/schedule', {
      platform: 'X',
      content: 'Later',
      scheduled_time: LATER,
    });
    expect(body.data).toMatchObject({ status: 'scheduled', platform: 'twitter' });
    await poster.publishDue();
    expect(poster.out).toEqual([]);
    await poster.due(body.data.id);
    stage.wire.will(TAKEN);
    await poster.publishDue();
    expect(await poster.get(body.data.id)).toMatchObject({ status: 'published' });
  });

  it.each([
    [
      'a refusal',
      { status: 403, body: { detail: `You are not allowed, ${KEY}` } },
      { status: 'failed', error_code: 'channels/social-refused' },
    ],
    [
      'a limit',
      { status: 429, headers: { 'x-rate-limit-reset': '4102444800' }, body: {} },
      { status: 'scheduled', error_code: 'channels/social-limited' },
    ],
    [
      'a closed door',
      { status: 503, headers: { 'retry-after': '40' }, body: {} },
      { status: 'scheduled', error_code: 'channels/social-unavailable' },
    ],
    ['a failure', { status: 500, body: {} }, { status: 'unknown', error_code: 'channels/social-unknown' }],
    [
      'a lost line',
      { ending: 'reset' as const },
      { status: 'unknown', error_code: 'channels/social-unknown' },
    ],
    ['nonsense', { status: 200, body: 'ok' }, { status: 'unknown', error_code: 'channels/social-unknown' }],
    [
      'a redirect elsewhere',
      { status: 302, headers: { location: 'http://127.0.0.1:1/' }, body: '' },
      { status: 'unknown', error_code: 'channels/social-unknown' },
    ],
  ])('is asked for once, and after %s stands as it should', async (_, answer, expected) => {
    const postId = await poster.post();
    stage.wire.will({ path: '/2/tweets', ...answer });
    await poster.publish(postId);
    await poster.publishDue();
    const found = await poster.get(postId);
    expect(found).toMatchObject(expected);
    expect(JSON.stringify(found)).not.toContain(KEY);
    const outcome = expected.status === 'scheduled' ? 'put_off' : expected.status;
    expect(found.history).toMatchObject([{ attempt: 1, outcome, code: expected.error_code }]);
    if (expected.status === 'scheduled') expect(Date.parse(found.retry_at)).toBeGreaterThan(Date.now());
    await poster.publishDue();
    expect(poster.out).toHaveLength(1);
  });

  it('tells that the account has to be connected again when its token is refused', async () => {
    const postId = await poster.post();
    stage.wire.will({ status: 401, body: {} });
    await poster.publish(postId);
    await poster.publishDue();
    expect(await poster.get(postId)).toMatchObject({
      status: 'failed',
      error_code: 'channels/token-refused',
    });
    const { connections } = (await poster.client.get('/api/social-connections')).body;
    expect(connections).toMatchObject([
      { isConnected: false, error: expect.stringContaining('connect it again') },
    ]);
    expect((await poster.publish(postId)).body.code).toBe('social/network-not-connected');
  });

  it('is published again after its fate was unknown only when its owner says so', async () => {
    const postId = await poster.post();
    stage.wire.will({ ending: 'reset' });
    await poster.publish(postId);
    await poster.publishDue();
    expect((await poster.publish(postId)).body.code).toBe('social/post-fate-unknown');
    stage.wire.will(TAKEN);
    expect((await poster.publish(postId, { even_if_unknown: true })).status).toBe(202);
    await poster.publishDue();
    const found = await poster.get(postId);
    expect(found).toMatchObject({ status: 'published', attempts: 2 });
    expect(found.history).toMatchObject([
      { attempt: 1, outcome: 'unknown', code: 'channels/social-unknown' },
      { attempt: 2, outcome: 'published', code: null, reason: null },
    ]);
    expect(poster.out).toHaveLength(2);
  });

  it('is nobody knows where after its process was ended, and never twice', async () => {
    const [armed, unarmed] = [await poster.post(), await poster.post()];
    await poster.sql(
      `update social_posts set status = 'publishing', attempts = 1, scheduled_time = now(),
         lease_until = now() - interval '1 second', armed_at = case when id = $1 then now() end where id in ($1, $2)`,
      [armed, unarmed],
    );
    stage.wire.will(TAKEN);
    await poster.publishDue();
    expect(await poster.get(armed)).toMatchObject({
      status: 'unknown',
      last_error: expect.stringContaining('unknown'),
    });
    expect(await poster.get(unarmed)).toMatchObject({ status: 'published', attempts: 2 });
    expect(poster.out).toHaveLength(1);
  });

  it('is put back when the process stops before it has left', async () => {
    const postId = await poster.post({ media_urls: [`${stage.wire.url}/loaf.jpg`] });
    await poster.publish(postId);
    stage.wire.will({ path: '/loaf.jpg', ending: 'hang' });
    const stopping = new AbortController();
    const working = poster.publishDue({ signal: stopping.signal });
    await until('the picture is read', () => stage.wire.requests.some(({ path }) => path === '/loaf.jpg'));
    stopping.abort();
    await working;
    expect(await poster.get(postId)).toMatchObject({ status: 'scheduled', error_code: 'social/interrupted' });
    expect(poster.out).toEqual([]);
  });

  onPostgres(
    'is nobody knows where when its process is killed while it goes out, and does not go out again',
    async () => {
      const child = await startProcess({
        ...networkSettings(stage.wire.url),
        ...stage.app.sharedDatabase().environment,
        ENVIRONMENT: 'test',
        SUPABASE_JWT_SECRET: JWT_SECRET,
        SECRET_MASTER_KEY: 'ab01'.repeat(16),
        PORT: String(await freePort()),
        ROLES: 'clock,worker',
        LOG_LEVEL: 'debug',
      });
      try {
        const postId = await poster.post();
        stage.wire.will({ path: '/2/tweets', ending: 'hang' });
        await poster.due(postId);
        await until('the post has left', () => poster.out.length > 0, 80_000);
        child.child.kill('SIGKILL');
        await child.exit;
        expect(await poster.get(postId)).toMatchObject({ status: 'publishing', attempts: 1 });
        await poster.publishDue();
        expect(await poster.get(postId)).toMatchObject({ status: 'publishing' });
        await poster.sql(`update social_posts set lease_until = now() where id = $1`, [postId]);
        await poster.publishDue();
        expect(await poster.get(postId)).toMatchObject({ status: 'unknown', attempts: 1 });
        expect(poster.out).toHaveLength(1);
        expect(child.output).not.toContain(KEY);
      } finally {
        await child.close();
      }
    },
    120_000,
  );

  onPostgres('goes out once though two processes look for what is due', async () => {
    const other = await startApp({
      roles: 'web',
      beside: stage.app,
      settings: networkSettings(stage.wire.url),
    });
    try {
      const ids = await Promise.all(Array.from({ length: 30 }, () => poster.post()));
      await Promise.all(ids.map((postId) => poster.due(postId)));
      stage.wire.will(...Array.from({ length: 60 }, () => TAKEN));
      await Promise.all([
        poster.publishDue(),
        poster.publishDue({ app: other }),
        poster.publishDue(),
        poster.publishDue({ app: other }),
      ]);
      for (const postId of ids)
        expect(await poster.get(postId)).toMatchObject({ status: 'published', attempts: 1 });
      expect(poster.out).toHaveLength(30);
    } finally {
      await other.close();
    }
  });
});

describeOtherPosts(() => stage);
describeThreads(() => stage);
