import { z } from 'zod';
import { Ai } from '#platform/ai/ai';
import type { AiProviderId } from '#platform/ai/ai-request';
import { Gateway, HEADLINE, MODELS, asked, say, text } from './gateway.js';
import { message, text as words } from './wire/anthropic.js';
import { USAGE, completion, openAiSays } from './wire/chat-completions.js';
import { candidate } from './wire/google.js';

const CHAT = '/api/ai/chat';

let on: Gateway;
beforeAll(async () => {
  on = await Gateway.share();
});
afterEach(() => on.clear());
afterAll(() => on.close());

const THINKS: Partial<Record<AiProviderId, object>> = {
  openai: { max_completion_tokens: 4_300, reasoning_effort: 'low' },
  anthropic: { max_tokens: 4_300, output_config: { effort: 'low' } },
  google: {
    generationConfig: { maxOutputTokens: 4_300, thinkingConfig: { thinkingLevel: 'LOW' } },
  },
};
const ANSWERS = {
  openai: openAiSays('Fresh bread.'),
  anthropic: message([words('Fresh bread.')]),
  google: { body: candidate([{ text: 'Fresh bread.' }], 'STOP') },
};

describe('a model that thinks', () => {
  it.each(['openai', 'anthropic', 'google'] as const)(
    'of %s has tokens of their own for its thoughts, and thinks little for a short answer',
    async (provider) => {
      const { client } = await on.marketer(provider);
      on[provider].will(ANSWERS[provider]);
      const chat = say('Hello', { provider, model: MODELS[provider], max_tokens: 300 });
      expect((await client.post(CHAT, chat)).status).toBe(200);
      expect(on[provider].last?.body).toMatchObject({ ...THINKS[provider] });
    },
  );

  it('thinks as it will for a long answer', async () => {
    const { client } = await on.marketer('openai');
    on.openai.will(ANSWERS.openai);
    await client.post(CHAT, say('Hello', { max_tokens: 6_000 }));
    expect(on.openai.last?.body).toMatchObject({ max_completion_tokens: 10_000 });
    expect(on.openai.last?.body).not.toHaveProperty('reasoning_effort');
  });

  it.each(['gpt-4.1', 'gpt-5.4'])('is not %s, unless it is told to', async (model) => {
    const { client } = await on.marketer('openai');
    on.openai.will(ANSWERS.openai);
    await client.post(CHAT, say('Hello', { model, max_tokens: 300 }));
    expect(on.openai.last?.body).toMatchObject({ model, max_completion_tokens: 300 });
    expect(on.openai.last?.body).not.toHaveProperty('reasoning_effort');
  });

  it.each([
    ['gpt-5-mini', undefined],
    ['gpt-5.4', undefined],
    ['gpt-5.6-terra', 'none'],
    ['gpt-6.1-terra', 'none'],
  ])('of OpenAI called %s is told %s of its effort beside tools', async (model, effort) => {
    const { id: userId } = await on.marketer('openai');
    on.openai.will(ANSWERS.openai);
    const request = { userId, feature: 'test.feature', messages: asked(text('How many?')), maxTokens: 300 };
    const tools = [{ name: 'count_leads', description: 'Counts leads.', input: z.object({}) }];
    await on.app.get(Ai).text({ ...request, model, tools });
    const { body } = on.openai.last ?? {};
    expect((body as Record<string, unknown>)['reasoning_effort']).toBe(effort);
  });

  it('that reaches its limit before the first word has not answered, and what it thought is counted', async () => {
    const { id, client } = await on.marketer('openai', 'mistral');
    on.openai.will(completion({ content: '', refusal: null }, 'length'));
    const { status, body } = await client.post(CHAT, say('Hello', { max_tokens: 300 }));
    expect([status, body.code]).toEqual([422, 'ai/cut-short']);
    expect(body.error).toContain('max_tokens');
    expect(on.openai.requests).toHaveLength(1);
    expect(on.mistral.requests).toHaveLength(0);
    expect(await on.usage(id, 1)).toMatchObject([
      { outcome: 'cut-short', output_tokens: USAGE.completion_tokens },
    ]);
  });
});

describe('an answer in a form', () => {
  it('that was cut at its limit is not asked for again at the same limit', async () => {
    const { id: userId } = await on.marketer('openai');
    on.openai.will(completion({ content: '{"title": "Fresh br', refusal: null }, 'length'));
    const request = { userId, feature: 'test.feature', messages: asked(text('Write.')), maxTokens: 20 };
    await expect(on.app.get(Ai).answer(request, HEADLINE)).rejects.toMatchObject({ code: 'ai/cut-short' });
    expect(on.openai.requests).toHaveLength(1);
    expect(await on.usage(userId, 1)).toMatchObject([{ outcome: 'invalid-output' }]);
  });
});
