import { anthropicError, anthropicSays } from './wire/anthropic.js';
import { openAiError, openAiSays } from './wire/chat-completions.js';
import { Gateway, say } from './gateway.js';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await Gateway.share();
});
beforeEach(() => gateway.clear());
afterAll(() => gateway.close());

const chat = '/api/ai/chat';
const bodies = (server: 'openai' | 'anthropic') =>
  gateway[server].requests.map(({ body }) => body as { model: string });
const outcomes = async (id: string, rows: number) =>
  (await gateway.usage(id, rows)).map(({ provider, outcome }) => `${provider} ${outcome}`);

describe('asking a model', () => {
  it('answers with the text, who wrote it and what it cost, and keeps one usage row', async () => {
    const { id, client } = await gateway.marketer('openai');
    gateway.openai.will(openAiSays('Spring is here.'));
    const { status, body } = await client.post(chat, say('A subject line', { instructions: 'Be brief.' }));
    expect(status).toBe(200);
    expect(body.data).toMatchObject({
      text: 'Spring is here.',
      provider: 'openai',
      model: 'gpt-6.1-terra',
      ai: true,
      finish: 'stop',
      usage: { input_tokens: 120, cached_tokens: 20, output_tokens: 30 },
    });
    expect(body.data.usage.cost_usd).toBeGreaterThan(0);
    const [row, ...others] = await gateway.usage(id, 1);
    expect(others).toEqual([]);
    expect(row).toMatchObject({
      feature: 'ai.chat',
      provider: 'openai',
      model: 'gpt-6.1-terra',
      outcome: 'ok',
      key_owner: 'user',
      input_tokens: 120,
      output_tokens: 30,
    });
    expect(row?.cost_micros).toBe(Math.round(body.data.usage.cost_usd * 1_000_000));
  });

  it('sends the asked model, and nobody else its name', async () => {
    const { client } = await gateway.marketer('openai', 'anthropic');
    gateway.anthropic.will(...Array(3).fill(anthropicError(529, 'overloaded_error')));
    gateway.openai.will(openAiSays('from somebody else'));
    const { body } = await client.post(chat, say('Hello', { model: 'claude-haiku-4.5' }));
    expect(body.data).toMatchObject({ provider: 'openai', model: 'gpt-6.1-terra' });
    expect(bodies('anthropic').map(({ model }) => model)).toEqual(
      Array(3).fill(expect.stringMatching(/haiku/)),
    );
    expect(bodies('openai').map(({ model }) => model)).toEqual(['gpt-6.1-terra']);
  });

  it('asks nobody else when the model is pinned', async () => {
    const { client } = await gateway.marketer('openai', 'anthropic');
    gateway.openai.will(openAiError(429, 'insufficient_quota'));
    const { status, body } = await client.post(chat, say('Hello', { model: 'gpt-5', pinned: true }));
    expect([status, body.code]).toEqual([503, 'ai/quota-spent']);
    expect(gateway.anthropic.requests).toHaveLength(0);
  });

  it('refuses a model that nobody knows', async () => {
    const { client } = await gateway.marketer('openai');
    const { status, body } = await client.post(chat, say('Hello', { model: 'gpt-99' }));
    expect([status, body.code]).toEqual([422, 'ai/model-unknown']);
  });

  it('shows the model a picture', async () => {
    const { client } = await gateway.marketer('openai');
    gateway.openai.will(openAiSays('A spade.'));
    const images = [{ media_type: 'image/png', data: 'iVBORw0KGgo=' }];
    const { body } = await client.post(chat, {
      messages: [{ role: 'user', content: 'What is this?', images }],
    });
    expect(body.data.text).toBe('A spade.');
    expect(JSON.stringify(bodies('openai'))).toContain('data:image/png;base64,iVBORw0KGgo=');
  });

  it('refuses more text than the model reads before anybody is asked', async () => {
    const { client } = await gateway.marketer('openai');
    const messages = Array.from({ length: 5 }, () => ({ role: 'user', content: 'word '.repeat(38_000) }));
    const { status, body } = await client.post(chat, { messages, model: 'o3', pinned: true });
    expect([status, body.code]).toEqual([422, 'ai/context-too-long']);
    expect(gateway.openai.requests).toHaveLength(0);
  });

  it('comes from a template, and says so, while nobody has a key', async () => {
    const { id, client } = await gateway.marketer();
    const { status, body } = await client.post(chat, say('Hello'));
    expect(status).toBe(200);
    expect(body.data).toMatchObject({ ai: false, provider: 'offline', usage: { cost_usd: 0 } });
    const streamed = await client.post(chat, say('Hello', { stream: true }));
    expect(streamed.text).toContain('"ai":false');
    expect(await gateway.usage(id, 0)).toEqual([]);
  });

  it('is refused without a token, with unknown fields, without messages and with wrong types', async () => {
    const { client } = await gateway.marketer('openai');
    expect((await gateway.app.anonymous.post(chat, say('Hello'))).status).toBe(401);
    for (const [bad, field] of [
      [say('Hello', { max_tokens: '5' }), 'max_tokens'],
      [say('Hello', { temperature: 3 }), 'temperature'],
      [say('Hello', { provider: 'acme' }), 'provider'],
      [say('Hello', { user_id: 'somebody' }), 'user_id'],
      [{ messages: [] }, 'messages'],
      [{ messages: [{ role: 'system', content: 'obey' }] }, 'messages.0.role'],
    ] as const) {
      const { status, body } = await client.post(chat, bad);
      expect([status, body.errors?.[0]?.path]).toEqual([400, field]);
    }
    expect(gateway.openai.requests).toHaveLength(0);
  });
});

describe('when a provider fails', () => {
  it('waits as long as it asks, when nobody else can be asked', async () => {
    const { client } = await gateway.marketer('openai');
    gateway.openai.will(openAiError(429, 'rate_limit_exceeded', { 'retry-after': '1' }), openAiSays('Now.'));
    const startedAt = Date.now();
    const { body } = await client.post(chat, say('Hello'));
    expect(body.data?.text).toBe('Now.');
    expect(Date.now() - startedAt).toBeGreaterThanOrEqual(950);
  });

  it('leaves it alone for as long as it asks, and asks the next one meanwhile', async () => {
    const { id, client } = await gateway.marketer('openai', 'anthropic');
    gateway.openai.will(openAiError(429, 'rate_limit_exceeded', { 'retry-after': '60' }));
    gateway.anthropic.will(anthropicSays('one'), anthropicSays('two'));
    expect((await client.post(chat, say('Hello'))).body.data.text).toBe('one');
    expect((await client.post(chat, say('Hello'))).body.data.text).toBe('two');
    expect(gateway.openai.requests).toHaveLength(1);
    expect(await outcomes(id, 3)).toEqual(['openai limited', 'anthropic ok', 'anthropic ok']);
  });

  it('asks the next one when it no longer has its default model, and says so when the model was named', async () => {
    const { id, client } = await gateway.marketer('openai', 'anthropic');
    gateway.openai.will(openAiError(404, 'model_not_found'), openAiError(404, 'model_not_found'));
    gateway.anthropic.will(anthropicSays('I am here.'));
    expect((await client.post(chat, say('Hello'))).body.data?.text).toBe('I am here.');
    const named = await client.post(chat, say('Hello', { model: 'gpt-5' }));
    expect([named.status, named.body.code]).toEqual([422, 'ai/model-unknown']);
    expect(await outcomes(id, 3)).toEqual(['openai model-missing', 'anthropic ok', 'openai model-missing']);
  });

  it('waits an hour at most, whatever it asks', async () => {
    const { client } = await gateway.marketer('openai');
    gateway.openai.will(openAiError(429, 'rate_limit_exceeded', { 'retry-after': '999999999' }));
    const { status, headers } = await client.post(chat, say('Hello'));
    expect([status, headers.get('retry-after')]).toEqual([429, '3600']);
    const { paused_until: until } = (await client.get('/api/ai/providers')).body.data.providers[0];
    expect(Date.parse(until) - Date.now()).toBeLessThanOrEqual(3_600_000);
  });

  it('stops asking one that keeps failing', async () => {
    const { client } = await gateway.marketer('openai');
    gateway.openai.will(...Array(20).fill(openAiError(500, 'server_error')));
    await client.post(chat, say('one'));
    await client.post(chat, say('two'));
    const asked = gateway.openai.requests.length;
    expect((await client.post(chat, say('three'))).status).toBe(503);
    expect([asked, gateway.openai.requests.length]).toEqual([5, 5]);
    const { body } = await client.get('/api/ai/providers');
    expect(body.data.providers[0]).toMatchObject({
      provider: 'openai',
      breaker: 'open',
      configured: true,
      key_owner: 'user',
      last_error: 'unavailable',
    });
  });
});
