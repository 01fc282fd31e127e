import { Gateway, say, THOUGHTLESS } from './gateway.js';
import { anthropicSays } from './wire/anthropic.js';
import { openAiError, openAiSays } from './wire/chat-completions.js';

const CHAT = '/api/ai/chat';
const CALLS_A_MINUTE = 5;
/** Tokens that may cost more than half a cent at OpenAI, that at Anthropic take most of a cent, and that nobody may spend. */
const [HALF, MOST, TOO_MUCH] = [1_200, 900, 4_000];

let gateway: Gateway;
beforeAll(async () => {
  gateway = await Gateway.start({
    OPENAI_API_KEY: 'sk-platform-canary-0123456789',
    AI_RATE_LIMIT_OPENAI: `${CALLS_A_MINUTE}`,
    AI_DAILY_BUDGET_CENTS: '1',
    ...THOUGHTLESS,
  });
});
beforeEach(() => gateway.clear());
afterAll(() => gateway.close());

/** Somebody whose own keys count against a cent a day, and what comes of their calls. */
async function payer(...providers: ('openai' | 'anthropic')[]) {
  const { id, client } = await gateway.marketer(...providers);
  const admin = await gateway.app.as(undefined, { admin: true });
  await admin.put(`/api/ai/budgets/${id}`, { daily_cents: 1, own_keys: true });
  return async (max_tokens: number) => {
    const { status, body } = await client.post(CHAT, say('Hello', { max_tokens }));
    return [status, body.code ?? body.data.text];
  };
}

describe('money held for a call that is over', () => {
  it('is there for the call after it at once', async () => {
    const ask = await payer('openai');
    gateway.openai.will(openAiSays('One.'), openAiSays('Two.'));
    expect([await ask(HALF), await ask(HALF)]).toEqual([
      [200, 'One.'],
      [200, 'Two.'],
    ]);
  });

  it('is there for whoever is asked after a provider that turned it away', async () => {
    const ask = await payer('openai', 'anthropic');
    gateway.openai.will(openAiError(429, 'insufficient_quota'));
    gateway.anthropic.will(anthropicSays('I am here.'));
    expect(await ask(MOST)).toEqual([200, 'I am here.']);
  });
});

describe('calls that no budget is left for', () => {
  it('take none of those that others may make in a minute', async () => {
    const { client: poor } = await gateway.marketer();
    for (let times = 0; times < 2 * CALLS_A_MINUTE; times++) {
      const { body } = await poor.post(CHAT, say('Hello', { max_tokens: TOO_MUCH }));
      expect(body.code).toBe('ai/budget-exceeded');
    }
    const { client: other } = await gateway.marketer();
    gateway.openai.will(openAiSays('Yours.'));
    const startedAt = performance.now();
    const { body } = await other.post(CHAT, say('Hello', { max_tokens: 100 }));
    expect(body.data.text).toBe('Yours.');
    // At five a minute the next one would have come twelve seconds later.
    expect(performance.now() - startedAt).toBeLessThan(9_000);
  });
});
