import { anthropicError } from './wire/anthropic.js';
import { openAiError, openAiSays } from './wire/chat-completions.js';
import { Gateway } from './gateway.js';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await Gateway.share();
});
beforeEach(() => gateway.clear());
afterAll(() => gateway.close());

describe('comparing providers', () => {
  it('puts the same prompt to each and hides no failure', async () => {
    const { client } = await gateway.marketer('openai', 'anthropic');
    gateway.openai.will(openAiSays('From OpenAI.'));
    gateway.anthropic.will(anthropicError(400, 'invalid_request_error'));
    const { status, body } = await client.post('/api/ai/compare', { prompt: 'A line', platform: 'linkedin' });
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
});

describe('testing a key', () => {
  it.each([
    [
      {
        body: { object: 'list', data: [{ id: 'gpt-6.1-terra', object: 'model', created: 1, owned_by: 'x' }] },
      },
      'ok',
    ],
    [openAiError(401, 'invalid_api_key'), 'invalid_key'],
    [openAiError(403, 'forbidden'), 'no_scope'],
    [openAiError(429, 'insufficient_quota'), 'no_quota'],
    [openAiError(500, 'server_error'), 'unreachable'],
  ])('tells what is the matter: %#', async (answer, result) => {
    const { client } = await gateway.marketer('openai');
    gateway.openai.will(answer);
    const { status, body } = await client.post('/api/ai/providers/openai/test');
    expect([status, body.data?.result, body.data?.success]).toEqual([200, result, result === 'ok']);
  });

  it('is 503 and names the setting when there is no key', async () => {
    const { client } = await gateway.marketer();
    const { status, body } = await client.post('/api/ai/providers/mistral/test');
    expect([status, body.code]).toEqual([503, 'ai/provider-not-configured']);
    expect(body.error).toContain('MISTRAL_API_KEY');
  });
});
