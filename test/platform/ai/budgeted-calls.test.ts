import type { TestClient } from '../../support/client.js';
import { eventsIn, Gateway, say, THOUGHTLESS } from './gateway.js';
import { openAiSays, openAiStreams } from './wire/chat-completions.js';

/** Its price stays: 1 US dollar for a million tokens of input, 0.05 for cached ones, 5 for output. */
const MODEL = 'gpt-6.1-terra';
/** Of 120 tokens of input, 20 cached, and 30 of output. */
const COST = 100 * 1 + 20 * 0.05 + 30 * 5;
const SECONDS_A_DAY = 86_400;

let gateway: Gateway;
let admin: TestClient;
let client: TestClient;
let id: string;
beforeAll(async () => {
  gateway = await Gateway.share(THOUGHTLESS);
  admin = await gateway.app.as(undefined, { admin: true });
});
beforeEach(async () => {
  gateway.clear();
  ({ id, client } = await gateway.marketer('openai'));
  await admin.put(`/api/ai/budgets/${id}`, { daily_cents: 1, own_keys: true });
});
afterAll(() => gateway.close());

/** What it may cost is held before the call: about 5 micros for each of these tokens. */
const ask = (max_tokens: number, more: object = {}) =>
  client.post('/api/ai/chat', say('Hello', { model: MODEL, max_tokens, ...more }));
const today = async () => (await client.get('/api/ai/budget')).body.data;

describe('a call under a budget', () => {
  it('warns in its answer once most of the day’s budget is used or held', async () => {
    gateway.openai.will(openAiSays('One.'), openAiSays('Two.'));
    const warned: unknown[] = [];
    for (const tokens of [1_000, 1_900]) {
      const { status, body } = await ask(tokens);
      warned.push([status, body.data.budget_warning]);
      await gateway.usage(id, warned.length);
    }
    expect(warned).toEqual([
      [200, false],
      [200, true],
    ]);
    expect(await today()).toMatchObject({ spent_micros: 2 * COST, reserved_micros: 0, warning: false });
  });

  it('warns at the end of a stream, at the share that an administrator has set', async () => {
    await admin.put(`/api/ai/budgets/${id}`, { daily_cents: 1, own_keys: true, warn_percent: 10 });
    gateway.openai.will(openAiStreams('One.'), openAiStreams('Two.'));
    const warnings: unknown[] = [];
    for (const tokens of [100, 1_000])
      warnings.push(eventsIn((await ask(tokens, { stream: true })).text).at(-1)?.data['budget_warning']);
    expect(warnings).toEqual([false, true]);
  });

  it('is stopped where it might cost more than is left, and told when to come back', async () => {
    gateway.openai.will(openAiSays('One.'));
    for (const stream of [false, true]) {
      const { status, body, headers } = await ask(4_000, { stream });
      expect([status, body.code, body.success]).toEqual([429, 'ai/budget-exceeded', false]);
      const wait = Number(headers.get('retry-after'));
      const midnight = Date.parse((await today()).resets_at);
      expect(Math.abs(wait - (midnight - Date.now()) / 1_000)).toBeLessThan(60);
      expect(wait).toBeLessThanOrEqual(SECONDS_A_DAY);
    }
    expect(gateway.openai.requests).toEqual([]);
    expect(await today()).toMatchObject({ spent_micros: 0, reserved_micros: 0 });
    expect((await ask(1_000)).status).toBe(200);
  });

  it('leaves no more to spend than the limit, however many come at once', async () => {
    gateway.openai.will(...Array<object>(20).fill(openAiSays('One.')));
    const answers = await Promise.all(Array.from({ length: 20 }, () => ask(900)));
    const codes = answers.map(({ status, body }) => body.code ?? status);
    expect(new Set(codes)).toEqual(new Set([200, 'ai/budget-exceeded']));
    await gateway.usage(id, gateway.openai.requests.length);
    const { spent_micros, limit_micros } = await today();
    expect(spent_micros).toBe(gateway.openai.requests.length * COST);
    expect(spent_micros).toBeLessThanOrEqual(limit_micros);
  });
});
