import { AI_PROVIDERS } from '#platform/ai/ai-request';
import { until } from '../../support/until.js';
import { anthropicError } from './wire/anthropic.js';
import { openAiSays } from './wire/chat-completions.js';
import { Gateway } from './gateway.js';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await Gateway.share();
});
beforeEach(() => gateway.clear());
afterAll(() => gateway.close());

const compare = '/api/ai/compare';

describe('comparing providers', () => {
  it('puts the same prompt to each and hides no failure', async () => {
    const { client } = await gateway.marketer('openai', 'anthropic');
    gateway.openai.will(openAiSays('From OpenAI.'));
    gateway.anthropic.will(anthropicError(400, 'invalid_request_error'));
    const { status, body } = await client.post(compare, { prompt: 'A line', platform: 'linkedin' });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      success: true,
      prompt: 'A line',
      platform: 'linkedin',
      comparison_results: {
        openai: { content: 'From OpenAI.', model: 'gpt-6.1-terra', usage: { input_tokens: 120 } },
        anthropic: { error: expect.stringContaining('anthropic'), code: 'ai/request-rejected' },
      },
    });
  });

  it('says of one without a key that it has none, beside what the others answer', async () => {
    const { id, client } = await gateway.marketer('openai');
    gateway.openai.will(openAiSays('From OpenAI.'));
    const { status, body } = await client.post(compare, {
      prompt: 'A line',
      providers: ['mistral', 'openai'],
    });
    expect([status, Object.keys(body.comparison_results)]).toEqual([200, ['mistral', 'openai']]);
    expect(body.comparison_results).toMatchObject({
      mistral: { error: expect.stringContaining('MISTRAL_API_KEY'), code: 'ai/provider-not-configured' },
      openai: { content: 'From OpenAI.' },
    });
    expect(body.comparison_results.mistral.content).toBeUndefined();
    expect(await gateway.usage(id, 1)).toMatchObject([{ provider: 'openai', feature: 'ai.compare' }]);
  });

  it('is 503 while nobody has a key, and never answers from a template', async () => {
    const { client } = await gateway.marketer();
    const all = await client.post(compare, { prompt: 'A line' });
    expect([all.status, all.body.code]).toEqual([503, 'ai/not-configured']);
    for (const setting of ['OPENAI', 'ANTHROPIC', 'GOOGLE', 'MISTRAL'])
      expect(all.body.error).toContain(`${setting}_API_KEY`);
    const named = await client.post(compare, { prompt: 'A line', providers: ['google', 'mistral'] });
    expect([named.status, named.body.code]).toEqual([503, 'ai/not-configured']);
    expect(named.body.error).toContain('set GOOGLE_API_KEY or MISTRAL_API_KEY,');
  });

  it('asks each provider once, however often it is named', async () => {
    const { id, client } = await gateway.marketer('openai', 'anthropic');
    gateway.openai.will(openAiSays('Once.'), openAiSays('Twice.'));
    const { status, body } = await client.post(compare, {
      prompt: 'A line',
      providers: ['openai', 'openai', 'openai'],
    });
    expect([status, Object.keys(body.comparison_results)]).toEqual([200, ['openai']]);
    expect(body.comparison_results.openai.content).toBe('Once.');
    expect([gateway.openai.requests.length, gateway.anthropic.requests.length]).toEqual([1, 0]);
    expect(await gateway.usage(id, 1)).toHaveLength(1);
  });

  it('refuses an empty list, one that is too long and providers that nobody knows', async () => {
    const { client } = await gateway.marketer('openai');
    for (const providers of [[], Array(5).fill('openai'), ['acme']]) {
      const { status, body } = await client.post(compare, { prompt: 'A line', providers });
      expect([status, body.errors?.[0]?.path]).toEqual([400, expect.stringMatching(/^providers/)]);
    }
    expect(gateway.openai.requests).toHaveLength(0);
  });

  it('is given up at every provider when the client leaves in the middle', async () => {
    const { id, client } = await gateway.marketer(...AI_PROVIDERS);
    for (const provider of AI_PROVIDERS) gateway[provider].will({ ending: 'hang' });
    const leaving = new AbortController();
    const answer = client.open('POST', compare, { prompt: 'A line' }, leaving.signal).catch(() => 'gone');
    await until('all were asked', () => AI_PROVIDERS.every((one) => gateway[one].requests.length === 1));
    leaving.abort();
    expect(await answer).toBe('gone');
    for (const provider of AI_PROVIDERS) expect(await gateway[provider].last.closed).toBe('early');
    const rows = await gateway.usage(id, AI_PROVIDERS.length);
    expect(rows.map(({ provider, outcome }) => `${provider} ${outcome}`).toSorted()).toEqual(
      AI_PROVIDERS.map((provider) => `${provider} cancelled`).toSorted(),
    );
  });
});
