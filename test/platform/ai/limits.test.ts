import { Ai } from '#platform/ai/ai';
import { Database } from '#platform/database/database';
import { Gateway, HEADLINE, say } from './gateway.js';
import { eventStream } from '../../support/scripted-server.js';
import { anthropicSays } from './wire/anthropic.js';
import { openAiError, openAiSays } from './wire/chat-completions.js';

/** Calls a minute that Anthropic is asked at most. */
const DEFAULT_LIMIT = 50;

let gateway: Gateway;
let ai: Ai;
beforeAll(async () => {
  gateway = await Gateway.share();
  ai = gateway.app.get(Ai);
});
beforeEach(() => gateway.clear());
afterAll(() => gateway.close());

describe('what was used', () => {
  it('counts when a later round fails', async () => {
    const wanted = await gateway.request();
    gateway.openai.will(openAiSays('{"title":5}'), openAiError(400, 'invalid_value'));
    await expect(ai.answer(wanted, HEADLINE)).rejects.toMatchObject({ code: 'ai/request-rejected' });
    expect(await gateway.usage(wanted.userId, 2)).toMatchObject([
      { outcome: 'invalid-output', input_tokens: 120, output_tokens: 30 },
      { outcome: 'rejected', input_tokens: 0, output_tokens: 0 },
    ]);
  });
});

describe('a stream that is turned away by its first event', () => {
  it.each([
    { status: 429, outcome: 'limited', counts: false },
    { status: 503, outcome: 'unavailable', counts: true },
  ])('as $outcome counts what was sent: $counts', async ({ status, outcome, counts }) => {
    const { id, client } = await gateway.marketer('openai');
    const error = { code: status, message: 'scripted', metadata: {} };
    gateway.openai.will(...Array.from({ length: 3 }, () => eventStream({ error })));
    await client.post('/api/ai/chat', say('Hello', { stream: true }));
    const [row] = await gateway.usage(id, 3);
    expect([row?.outcome, (row?.input_tokens ?? 0) > 0]).toEqual([outcome, counts]);
  });
});

describe('a model without a price', () => {
  it('is not asked under a budget until an administrator has given it one', async () => {
    const { id, client } = await gateway.marketer('openai');
    const admin = await gateway.app.as(undefined, { admin: true });
    await admin.put(`/api/ai/budgets/${id}`, { daily_cents: 100, own_keys: true });
    await admin.put('/api/ai/models/gpt-6-luna', { api_id: 'our-own' });
    const chat = say('Hello', { model: 'gpt-6-luna' });
    const refused = await client.post('/api/ai/chat', chat);
    expect([refused.status, refused.body.code]).toEqual([503, 'ai/model-unpriced']);
    expect(gateway.openai.requests).toHaveLength(0);
    const price = { input_per_mtok: 0, cached_input_per_mtok: 0, output_per_mtok: 0 };
    await admin.put('/api/ai/models/gpt-6-luna', { api_id: 'our-own', price });
    gateway.openai.will(openAiSays('Hi'));
    expect((await client.post('/api/ai/chat', chat)).status).toBe(200);
    expect(await gateway.usage(id, 1)).toMatchObject([{ outcome: 'ok', cost_micros: 0 }]);
    await admin.delete('/api/ai/models/gpt-6-luna');
  });
});

describe('a transaction of the caller', () => {
  it('is never held open while a model is asked', async () => {
    const wanted = await gateway.request();
    const database = gateway.app.get(Database);
    const inside = database.as(wanted.userId, () => database.transaction(() => ai.text(wanted)));
    await expect(inside).rejects.toThrow('inside a database transaction');
    expect(gateway.openai.requests).toHaveLength(0);
  });
});

describe('more calls at once than our own limit lets through', () => {
  it('wait for their turn, all of them, and the provider is asked once for each', async () => {
    const wanted = await gateway.requestOf('anthropic');
    const calls = Array.from({ length: DEFAULT_LIMIT + 4 }, () => anthropicSays('Hi.'));
    gateway.anthropic.will(...calls);
    const answers = await Promise.all(calls.map(() => ai.text(wanted)));
    expect(answers.every((answer) => answer.text === 'Hi.')).toBe(true);
    expect(gateway.anthropic.requests).toHaveLength(calls.length);
    const outcomes = (await gateway.usage(wanted.userId, calls.length)).map(({ outcome }) => outcome);
    expect(outcomes).toEqual(calls.map(() => 'ok'));
  });

  it('are told at once when theirs would come too late, and take nobody’s', async () => {
    const wanted = await gateway.requestOf('anthropic');
    const calls = Array.from({ length: DEFAULT_LIMIT + 1 }, () => anthropicSays('Hi.'));
    gateway.anthropic.will(...calls);
    await Promise.all(calls.slice(1).map(() => ai.text(wanted)));
    const startedAt = performance.now();
    for (let times = 0; times < 5; times++)
      await expect(ai.text({ ...wanted, deadlineMs: 100 })).rejects.toMatchObject({ code: 'ai/limited' });
    expect(await ai.text(wanted)).toMatchObject({ text: 'Hi.' });
    expect(performance.now() - startedAt).toBeLessThan(3_000);
  });
});

describe('the deadline', () => {
  it('ends everything, retries and waits included', async () => {
    const wanted = await gateway.request();
    gateway.openai.will(openAiError(429, 'rate_limit_exceeded', { 'retry-after': '1' }), { ending: 'hang' });
    const startedAt = Date.now();
    await expect(ai.text({ ...wanted, deadlineMs: 3_000 })).rejects.toMatchObject({ code: 'ai/timed-out' });
    expect(Date.now() - startedAt).toBeLessThan(30_000);
    expect((await gateway.usage(wanted.userId, 2)).map(({ outcome }) => outcome)).toEqual([
      'limited',
      'timeout',
    ]);
  });

  it('does not begin a wait that would outlast it', async () => {
    const wanted = await gateway.request();
    gateway.openai.will(openAiError(429, 'rate_limit_exceeded', { 'retry-after': '30' }));
    await expect(ai.text({ ...wanted, deadlineMs: 5_000 })).rejects.toMatchObject({
      code: 'ai/limited',
      retryAfter: 30,
    });
  });
});
