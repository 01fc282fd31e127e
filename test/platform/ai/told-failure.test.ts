import { claude, openAi, wholly } from './failing.js';
import { Gateway, say, THOUGHTLESS } from './gateway.js';

/** Tokens that may cost more than a cent a day at Anthropic but not at OpenAI, and at both. */
const [TOO_DEAR, TOO_MANY] = [1_200, 4_000];
/** May cost most of a cent, and counts as a third of it once it was sent. */
const LONG = 'word '.repeat(2_400);

let gateway: Gateway;
beforeAll(async () => {
  gateway = await Gateway.share(THOUGHTLESS);
});
beforeEach(() => gateway.clear());
afterAll(() => gateway.close());

/** Somebody with both keys, under a budget of a cent; OpenAI is asked first. */
async function payer() {
  const { id, client } = await gateway.marketer('openai', 'anthropic');
  const admin = await gateway.app.as(undefined, { admin: true });
  await admin.put(`/api/ai/budgets/${id}`, { daily_cents: 1, own_keys: true });
  return async (words: string, more: Record<string, unknown>) => {
    const { status, body } = await client.post('/api/ai/chat', say(words, more));
    return [status, body.code];
  };
}

type Asks = Awaited<ReturnType<typeof payer>>;

/** Anthropic asks us to wait, so that the next call of this user to it does not begin. */
async function pauseAnthropic(ask: Asks): Promise<void> {
  gateway.anthropic.will(wholly(claude, 'is asked too often'));
  const only = { provider: 'anthropic', pinned: true, max_tokens: 10 };
  expect(await ask('Hello', only)).toEqual([429, 'ai/limited']);
}

describe('what is told when nobody answers', () => {
  it('is the spent budget, though the next provider had asked us to wait', async () => {
    const ask = await payer();
    await pauseAnthropic(ask);
    expect(await ask('Hello', { max_tokens: TOO_MANY })).toEqual([429, 'ai/budget-exceeded']);
    expect(gateway.openai.requests).toEqual([]);
  });

  it('is the failure of who was asked, though the budget had no room for the next', async () => {
    const ask = await payer();
    gateway.openai.will(wholly(openAi, 'has nothing left to spend'));
    expect(await ask('Hello', { max_tokens: TOO_DEAR })).toEqual([503, 'ai/quota-spent']);
    expect(gateway.anthropic.requests).toEqual([]);
  });

  it('is the failure of who was asked, though the next had asked us to wait', async () => {
    const ask = await payer();
    await pauseAnthropic(ask);
    gateway.openai.will(wholly(openAi, 'has nothing left to spend'));
    expect(await ask('Hello', { max_tokens: 10 })).toEqual([503, 'ai/quota-spent']);
  });

  it('is the failure of the first try, though the budget had no room for another', async () => {
    const ask = await payer();
    gateway.openai.will(wholly(openAi, 'sends what nobody can read'));
    const only = { provider: 'openai', pinned: true, max_tokens: 10 };
    expect(await ask(LONG, only)).toEqual([503, 'ai/unavailable']);
    expect(gateway.openai.requests).toHaveLength(1);
  });
});
