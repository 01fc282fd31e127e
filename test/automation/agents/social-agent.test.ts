import { randomUUID } from 'node:crypto';
import { NETWORKS, networkNamed } from '#platform/channels/networks';
import { textLength } from '#platform/channels/text-length';
import type { TestClient } from '../../support/client.js';
import { openAiError } from '../../platform/ai/wire/chat-completions.js';
import { execute, Gateway, openAiGives } from './agents.js';
import { done, draft, EARLIER, LATER, OBEY, postsOf, refused, told } from './social.js';

const COPY = {
  content: 'Three loaves, one starter: what a week of sourdough has taught us about patience.',
  hashtags: ['sourdough', 'bakery', 'slow food'],
  suggested_image: 'A loaf',
  engagement_hooks: ['What do you bake?'],
};
const IDLE = openAiError(500, 'server_error');

let gateway: Gateway;
/** Has a key, so that a model answers. */
let ada: TestClient;
/** Has none. */
let bob: TestClient;

beforeAll(async () => {
  gateway = await Gateway.share();
  ({ client: ada } = await gateway.marketer('openai'));
});
beforeEach(async () => {
  ({ client: bob } = await gateway.app.newUser());
});
afterEach(() => gateway.clear());
afterAll(() => gateway.close());

describe('somebody who has a post made', () => {
  it('keeps their own words where they want no model', async () => {
    const post = await draft(bob, { platform: 'X', hashtags: ['bread'] });
    expect(post).toMatchObject({
      post_id: expect.any(String),
      platform: 'twitter',
      content: 'Fresh bread',
      hashtags: ['#bread'],
      status: 'draft',
      scheduled_time: null,
      ai: false,
      provenance: { ai: false },
    });
    expect(await postsOf(bob)).toMatchObject([{ id: post.post_id, content: 'Fresh bread', status: 'draft' }]);
  });

  it('keeps their own words, with hashtags, where no model is configured, and gets a text about a topic', async () => {
    const kept = await done(bob, 'create_post', {
      platform: 'x',
      content: 'Fresh sourdough bread every day',
    });
    expect(kept).toMatchObject({ content: 'Fresh sourdough bread every day', ai: false });
    expect(kept.hashtags.length).toBeGreaterThan(1);
    const made = await done(bob, 'create_post', { platform: 'x', topic: 'sourdough', scheduled_time: LATER });
    expect(made).toMatchObject({ status: 'scheduled', scheduled_time: LATER, ai: false });
    expect(made.content).toMatch(/^Sourdough/);
  });

  it('is told when the provider does not answer, and nothing is kept', async () => {
    const { client } = await gateway.marketer('openai');
    gateway.openai.will(IDLE, IDLE, IDLE);
    const asked = { platform: 'linkedin', content: 'Fresh bread' };
    const { status, body } = await execute(client, 'social', 'create_post', asked);
    expect({ status, code: body.code }).toEqual({ status: 503, code: 'ai/unavailable' });
    expect((await client.get('/api/social/posts')).body.data).toEqual([]);
  });

  it('gets what the model wrote, in their campaign', async () => {
    const campaign = await ada.post('/api/campaigns', { name: `Bread ${randomUUID()}`, type: 'social' });
    gateway.openai.will(openAiGives(COPY));
    const post = await done(ada, 'create_post', {
      platform: 'linkedin',
      topic: 'sourdough',
      campaign_id: campaign.body.data.id,
    });
    expect(post).toMatchObject({
      content: COPY.content,
      hashtags: ['#sourdough', '#bakery', '#slowFood'],
      campaign_id: campaign.body.data.id,
      ai: true,
      provenance: { provider: 'openai', prompt_version: 'content.post@1' },
    });
  });

  it.each(NETWORKS.map(({ id }) => id))(
    'gets nothing that %s would refuse, whatever a model writes',
    async (id) => {
      const { limit, counting, hashtags } = networkNamed(id);
      const tags = Array.from({ length: 40 }, (_, at) => `tag${at}${'x'.repeat(at)}`);
      const content = `${'Bread and more bread. '.repeat(440)} ${tags.map((tag) => `#in${tag}`).join(' ')}`;
      gateway.openai.will(openAiGives({ ...COPY, content: content.slice(0, 10_000), hashtags: tags }));
      const post = await done(ada, 'create_post', { platform: id, topic: 'bread' });
      expect(post.ai).toBe(true);
      expect(post.hashtags.length).toBeLessThanOrEqual(hashtags.max);
      const sent = [post.content, post.hashtags.join(' ')].filter(Boolean).join('\n\n');
      expect(textLength(sent, counting)).toBeLessThanOrEqual(limit);
    },
  );

  it('has a text that gives orders read as material', async () => {
    gateway.openai.will(openAiGives(COPY));
    await done(ada, 'create_post', { platform: 'linkedin', content: OBEY });
    const [orders, material] = told(gateway);
    expect(orders).not.toContain('evil.test');
    expect(material).toMatch(/<untrusted id=.*evil\.test.*<\/untrusted id=/s);
    expect(material.replaceAll(/<untrusted id=.*?<\/untrusted id=/gs, '')).not.toContain('evil.test');
  });

  it('pays no model for a post that could not be kept', async () => {
    const theirs = await bob.post('/api/campaigns', { name: 'Theirs', type: 'social' });
    const wanted = { platform: 'x', topic: 'bread' };
    expect(await refused(ada, 'create_post', { ...wanted, scheduled_time: EARLIER })).toMatchObject({
      status: 422,
      code: 'social/time-past',
      field: 'scheduled_time',
    });
    expect(await refused(ada, 'create_post', { ...wanted, campaign_id: theirs.body.data.id })).toMatchObject({
      status: 404,
      code: 'campaigns/not-found',
    });
    expect(gateway.openai.requests).toEqual([]);
  });

  it.each([
    ['create_post', { platform: 'orkut', topic: 'bread' }, 'platform'],
    ['create_post', { platform: 'x' }, 'content'],
    ['create_post', { platform: 'x', topic: 'bread', content: 'Bread' }, 'content'],
    ['create_post', { platform: 'x', topic: 'bread', use_ai: false }, 'content'],
    ['create_ai_powered_post', { platform: 'x', topic: 'bread', generate_image: true }, 'generate_image'],
    ['bulk_content_generation', { topic: 'bread', count_per_platform: 6 }, 'count_per_platform'],
    ['bulk_content_generation', { topic: 'bread', platforms: ['x', 'twitter'] }, 'platforms'],
    ['schedule_post', { post_id: 'one', scheduled_time: LATER }, 'post_id'],
    ['get_posts', { limit: 51 }, 'limit'],
    ['get_analytics', { days: 0 }, 'days'],
    ['respond_to_engagement', { message: 'Hi', platform: 'x', sentiment: 'sad' }, 'sentiment'],
    ['validate_post', { content: 'Hi', platform: 'x', media_urls: ['file:///etc/passwd'] }, 'media_urls.0'],
  ])('is told what does not fit %s', async (task, input, field) => {
    expect(await refused(bob, task, input)).toMatchObject({
      status: 400,
      code: 'agents/input-refused',
      field,
    });
  });
});

describe('a post with all that is known about it', () => {
  it('is kept, with an estimate that says it is one and no trends that nobody has looked up', async () => {
    gateway.openai.will(openAiGives({ ...COPY, content: 'Bread. '.repeat(20).trim() }));
    const { post, ai_insights, ai } = await done(ada, 'create_ai_powered_post', {
      platform: 'instagram',
      content: 'We bake bread',
      brand_keywords: ['sourdough'],
      ai_provider: 'openai',
    });
    expect(ai).toBe(true);
    expect(post).toMatchObject({
      status: 'draft',
      suggested_image: 'A loaf',
      engagement_hooks: ['What do you bake?'],
    });
    expect(ai_insights).toEqual({
      content_optimizations: expect.arrayContaining([
        expect.stringMatching(/of the 2200 characters/),
        expect.stringMatching(/needs a picture/),
        'Hashtags: add 2 more, 5 to 10 work on Instagram.',
      ]),
      platform_suggestions: expect.objectContaining({
        best_times: ['12:00', '18:00'],
        frequency: '1 a day',
        needs_media: ['image', 'video'],
        estimated: true,
      }),
      performance_prediction: {
        engagement_score: 90,
        predicted_likes: 900,
        predicted_comments: 180,
        predicted_shares: 90,
        viral_potential: 95,
        confidence: 0.75,
        estimated: true,
      },
      trend_integration: null,
    });
    expect((await postsOf(ada))[0].id).toBe(post.post_id);
  });
});

describe('many posts about one topic', () => {
  it('are written for three networks, two each, and kept nowhere', async () => {
    const result = await done(bob, 'bulk_content_generation', { topic: 'sourdough' });
    expect(Object.keys(result.generated_content).sort()).toEqual(['instagram', 'linkedin', 'twitter']);
    expect(result).toMatchObject({
      total_pieces: 6,
      ai: false,
      generation_time: expect.stringMatching(/Z$/),
    });
    for (const pieces of Object.values<{ content: string; approach: string }[]>(result.generated_content)) {
      expect(pieces.map(({ approach }) => approach)).toEqual(['educational', 'entertaining']);
      expect(pieces[0]).toMatchObject({
        ai_provider: 'offline',
        performance_prediction: { estimated: true },
      });
    }
    expect(await postsOf(bob)).toEqual([]);
  });

  it('differ from each other even when rules write them', async () => {
    const { generated_content } = await done(bob, 'bulk_content_generation', {
      topic: 'sourdough',
      platforms: ['LinkedIn'],
      count_per_platform: 5,
    });
    const pieces: { content: string; approach: string }[] = generated_content.linkedin;
    expect(pieces.map(({ approach }) => approach)).toEqual([
      'educational',
      'entertaining',
      'promotional',
      'behind_scenes',
      'educational',
    ]);
    expect(new Set(pieces.map(({ content }) => content)).size).toBe(5);
  });

  it('are written by a model that is told each approach', async () => {
    gateway.openai.will(openAiGives(COPY), openAiGives(COPY));
    const { generated_content, provenance } = await done(ada, 'bulk_content_generation', {
      topic: OBEY,
      platforms: ['twitter'],
    });
    expect(generated_content.twitter).toMatchObject([{ ai: true, ai_provider: 'openai' }, { ai: true }]);
    expect(provenance).toMatchObject({ ai: true, provider: 'openai' });
    const asked = gateway.openai.requests.map(({ body }) => JSON.stringify(body));
    expect(asked.filter((body) => body.includes('teaches one thing'))).toHaveLength(1);
    expect(asked.filter((body) => body.includes('light and quick'))).toHaveLength(1);
    expect(told(gateway)[0]).not.toContain('evil.test');
  });
});
