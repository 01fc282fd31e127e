import { anthropicSays } from './wire/anthropic.js';
import { openAiError, openAiSays } from './wire/chat-completions.js';
import { Gateway, say, THOUGHTLESS } from './gateway.js';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await Gateway.start({
    OPENAI_API_KEY: 'sk-platform-canary-0123456789',
    ANTHROPIC_API_KEY: 'sk-ant-platform-canary-0123456789',
    AI_RATE_LIMIT_OPENAI: '3',
    AI_RATE_LIMIT_ANTHROPIC: '0',
    AI_DAILY_BUDGET_CENTS: '3',
    ...THOUGHTLESS,
  });
});
beforeEach(() => gateway.clear());
afterAll(() => gateway.close());

const chat = '/api/ai/chat';
/** Few enough tokens that no estimate reaches the budget. */
const hello = say('Hello', { max_tokens: 200 });

describe('the platform’s own keys', () => {
  it('come after the user’s own', async () => {
    const { client } = await gateway.marketer('openai');
    gateway.openai.will(openAiSays('Mine.'));
    await client.post(chat, hello);
    expect(gateway.openai.last.headers.authorization).not.toContain('platform');
    const { client: other } = await gateway.marketer();
    gateway.openai.will(openAiSays('Ours.'));
    await other.post(chat, hello);
    expect(gateway.openai.last.headers.authorization).toContain('sk-platform-canary');
  });

  it('are the operator’s trouble when refused: somebody else answers', async () => {
    const { id, client } = await gateway.marketer();
    gateway.openai.will(openAiError(401, 'invalid_api_key'));
    gateway.anthropic.will(anthropicSays('I am here.'));
    const { body, text } = await client.post(chat, hello);
    expect(body.data).toMatchObject({ provider: 'anthropic', text: 'I am here.' });
    expect(text).not.toContain('canary');
    expect((await gateway.usage(id, 2)).map(({ outcome }) => outcome)).toEqual(['key-refused', 'ok']);
  });

  it('are used as often a minute as is allowed, then the next provider is asked', async () => {
    const { client } = await gateway.marketer();
    gateway.openai.will(...Array(5).fill(openAiSays('From OpenAI.')));
    gateway.anthropic.will(...Array(5).fill(anthropicSays('From Anthropic.')));
    const texts: string[] = [];
    for (let at = 0; at < 3; at++) texts.push((await client.post(chat, hello)).body.data.text);
    expect(texts.at(-1)).toBe('From Anthropic.');
    expect(gateway.openai.requests.length).toBeLessThanOrEqual(2);
  });

  it('are closed to a user whose budget of the day is spent, and to nobody else', async () => {
    const { client } = await gateway.marketer();
    gateway.anthropic.will(...Array(70).fill(anthropicSays('Paid.')));
    const long = { provider: 'anthropic', max_tokens: 1_000 };
    const pinned = { ...long, pinned: true };
    const codes: unknown[] = [];
    for (let at = 0; at < 60 && codes.at(-1) !== 'ai/budget-exceeded'; at++) {
      const answer = await client.post(chat, say('Hello', pinned));
      codes.push(answer.body.code);
      if (answer.status === 429) expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    }
    expect(codes.at(-1)).toBe('ai/budget-exceeded');
    expect(codes.length).toBeGreaterThan(1);
    const { client: other } = await gateway.marketer();
    expect((await other.post(chat, say('Hello', long))).status).toBe(200);
    expect((await client.put('/api/user/secrets/openai', { value: `sk-${'own'.repeat(10)}` })).status).toBe(
      200,
    );
    gateway.openai.will(openAiSays('On my own key.'));
    const dear = say('Hello', { ...long, max_tokens: 3_000 });
    expect((await client.post(chat, dear)).body.data.text).toBe('On my own key.');
  });
});
