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
