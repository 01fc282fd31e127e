import { randomUUID } from 'node:crypto';
import { textLength } from '#platform/channels/text-length';
import type { TestClient } from '../../support/client.js';
import { execute, Gateway, openAiGives } from './agents.js';
import { done, draft, EARLIER, LATER, OBEY, postsOf, refused, told } from './social.js';

let gateway: Gateway;
/** Has a key, so that a model answers. */
let ada: TestClient;
/** Has none. */
let bob: TestClient;
let bobId: string;

beforeAll(async () => {
  gateway = await Gateway.share();
  ({ client: ada } = await gateway.marketer('openai'));
});
beforeEach(async () => {
  ({ client: bob, id: bobId } = await gateway.app.newUser());
});
afterEach(() => gateway.clear());
afterAll(() => gateway.close());

describe('posts that get a time', () => {
  it('are scheduled one by one or together', async () => {
    const [first, second] = [await draft(bob), await draft(bob)];
    expect(await done(bob, 'schedule_post', { post_id: first.post_id, scheduled_time: LATER })).toMatchObject(
      {
        post_id: first.post_id,
        status: 'scheduled',
        scheduled_time: LATER,
      },
    );
    const posts = [second, first].map(({ post_id }) => ({
      post_id,
      scheduled_time: '2099-12-02T01:00:00+01:00',
    }));
    const result = await done(bob, 'bulk_schedule_posts', { posts });
    expect(result).toMatchObject({
      scheduled_count: 2,
      posts: posts.map(({ post_id }) => ({ post_id, scheduled_time: '2099-12-02T00:00:00Z' })),
    });
    expect(await done(bob, 'get_posts', { status: 'scheduled', limit: 1 })).toMatchObject({
      count: 1,
      posts: [{ post_id: second.post_id }],
    });
  });

  it.each(['published', 'deleted'])(
    'are not scheduled once they are %s, nor is any of the others then',
    async (status) => {
      const [over, open] = [await draft(bob), await draft(bob)];
      await gateway.app.sql('update social_posts set status = $1 where id = $2', [status, over.post_id]);
      const posts = [open, over].map(({ post_id }) => ({ post_id, scheduled_time: LATER }));
      expect(await refused(bob, 'bulk_schedule_posts', { posts })).toMatchObject({
        status: 409,
        code: 'social/post-over',
      });
      expect((await postsOf(bob)).map((post: { status: string }) => post.status).sort()).toEqual(
        ['draft', status].sort(),
      );
      expect(await refused(bob, 'publish_post', { post_id: over.post_id })).toMatchObject({ status: 409 });
    },
  );

  it('are such that their network takes them', async () => {
    const unfit = await draft(bob, { platform: 'instagram' });
    const refusal = { status: 422, code: 'social/post-unfit', field: 'media_urls' };
    const wanted = { platform: 'instagram', content: 'No picture', use_ai: false, scheduled_time: LATER };
    expect(await refused(bob, 'create_post', wanted)).toMatchObject(refusal);
    expect(
      await refused(bob, 'schedule_post', { post_id: unfit.post_id, scheduled_time: LATER }),
    ).toMatchObject(refusal);
    expect(await postsOf(bob)).toMatchObject([{ status: 'draft' }]);
  });

  it('must be theirs, named once, and their time to come', async () => {
    const { post_id } = await draft(ada);
    const mine = await draft(bob);
    const later = { scheduled_time: LATER };
    expect(await refused(bob, 'schedule_post', { post_id, ...later })).toMatchObject({
      status: 404,
      code: 'social/post-not-found',
    });
    const both = [
      { post_id: mine.post_id, ...later },
      { post_id, ...later },
    ];
    expect(await refused(bob, 'bulk_schedule_posts', { posts: both })).toMatchObject({ status: 404 });
    expect((await postsOf(bob))[0].status).toBe('draft');
    const twice = [both[0], both[0]];
    expect(await refused(bob, 'bulk_schedule_posts', { posts: twice })).toMatchObject({
      status: 400,
      field: 'posts',
    });
    expect(
      await refused(bob, 'schedule_post', { post_id: mine.post_id, scheduled_time: EARLIER }),
    ).toMatchObject({ status: 422, code: 'social/time-past', field: 'scheduled_time' });
  });

  it('are not published while nothing connects us to the network, and stay what they were', async () => {
    const { post_id } = await draft(bob);
    expect(await refused(bob, 'publish_post', { post_id })).toEqual({
      status: 503,
      code: 'social/network-not-connected',
      field: undefined,
      error: expect.stringMatching(/^LinkedIn is not connected\. .*POST \/api\/integrations\//),
    });
    expect((await postsOf(bob))[0]).toMatchObject({ status: 'draft', posted_at: null });
    expect(await refused(ada, 'publish_post', { post_id })).toMatchObject({ status: 404 });
  });
});

describe('somebody who wants to reply', () => {
  it('gets a thank-you that fits the mood while no model is configured', async () => {
    const ask = (message: string) => done(bob, 'respond_to_engagement', { message, platform: 'x' });
    expect(await ask('This is terrible, my bread is late')).toMatchObject({
      reply: expect.stringMatching(/we are sorry/),
      platform: 'twitter',
      sentiment: 'negative',
      estimated: true,
      ai: false,
    });
    expect((await ask('I love it')).reply).toMatch(/kind words/);
    expect((await ask('When do you open?')).reply).toBe('Thank you for your message!');
  });

  it('gets what a model says, cut to 280 characters on X; the message gives it no orders', async () => {
    gateway.openai.will(openAiGives({ reply: 'We are sorry to hear that. '.repeat(40) }));
    const { reply, length, limit, ...more } = await done(ada, 'respond_to_engagement', {
      message: OBEY,
      platform: 'x',
      sentiment: 'negative',
    });
    expect(more).toMatchObject({ ai: true, estimated: false, sentiment: 'negative' });
    expect({ length, limit }).toEqual({ length: textLength(reply, 'weighted'), limit: 280 });
    expect(length).toBeLessThanOrEqual(280);
    const [orders, material] = told(gateway);
    expect(orders).toContain('not pleased');
    expect(orders).not.toContain('evil.test');
    expect(material).toMatch(/<untrusted id=.*evil\.test.*<\/untrusted id=/s);
  });
});

describe('what posts have reached', () => {
  const publish = (owner: string, platform: string, metrics: string, daysAgo = 1) =>
    gateway.app.sql(
      `insert into social_posts (user_id, platform, content, status, posted_at, engagement_metrics)
       values ($1, $2, 'Bread', 'published', now() - make_interval(days => $3::int), $4::jsonb)`,
      [owner, platform, daysAgo, metrics],
    );

  it('is counted network by network, and together; what is no number, old, or not published is left out', async () => {
    await publish(
      bobId,
      'linkedin',
      '{"likes":20,"comments":4,"shares":1,"clicks":7,"impressions":900,"reach":600}',
    );
    await publish(bobId, 'linkedin', '{"likes":"many","comments":null,"shares":-4,"impressions":100}', 29);
    await publish(bobId, 'twitter', '{"likes":5}');
    await publish(bobId, 'twitter', '{"likes":500}', 31);
    await publish(randomUUID(), 'twitter', '{"likes":7000}');
    await draft(bob);
    const { analytics, summary, period } = await done(bob, 'get_analytics');
    expect(analytics.linkedin).toEqual({
      posts_count: 2,
      total_likes: 20,
      total_comments: 4,
      total_shares: 1,
      total_clicks: 7,
      total_impressions: 1000,
      total_reach: 600,
      total_engagement: 25,
      engagement_rate: 2.5,
      average_likes: 10,
      average_comments: 2,
      average_shares: 0.5,
      average_engagement: 12.5,
    });
    expect(analytics.twitter).toMatchObject({ posts_count: 1, total_likes: 5, engagement_rate: 0 });
    expect(summary).toEqual({
      total_posts: 3,
      platforms: 2,
      total_engagement: 30,
      total_impressions: 1000,
      engagement_rate: 3,
    });
    expect(period).toMatchObject({ days: 30 });
  });

  it('leads to recommendations', async () => {
    const types = async (client: TestClient) =>
      (await done(client, 'get_recommendations')).recommendations.map(({ type }: { type: string }) => type);
    expect(await types(bob)).toEqual(['posting_frequency', 'ai_diversity', 'platform_expansion']);
    for (const platform of ['linkedin', 'x', 'facebook']) await draft(bob, { platform });
    expect(await types(bob)).toEqual(['ai_diversity']);
    const { client: eve, id } = await gateway.marketer('openai', 'mistral');
    for (const platform of ['linkedin', 'twitter', 'facebook']) await publish(id, platform, '{}');
    expect(await types(eve)).toEqual([]);
  });
});

describe('the agent', () => {
  it.each(['social_media_manager', 'social_media', 'social_media_agent', 'enhanced_social_media'])(
    'answers to %s',
    async (name) => {
      const { status, body } = await execute(bob, name, 'validate_post', {
        content: '',
        platform: 'pinterest',
      });
      expect(status).toBe(200);
      expect(body.data.result).toMatchObject({
        valid: false,
        errors: ['The post has no text.', expect.stringMatching(/^Pinterest needs a picture/)],
        warnings: [],
        suggestions: ['Hashtags: add 10 more, 10 to 20 work on Pinterest.'],
      });
    },
  );
});
