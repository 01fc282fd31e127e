import { mock } from 'node:test';
import { AI_PROVIDERS, type AiProviderId } from '#platform/ai/ai-request';
import { Gateway, say } from './gateway.js';
import { openAiSays } from './wire/chat-completions.js';
import { anthropicSays } from './wire/anthropic.js';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await Gateway.start({ AI_MODELS: '' });
});
beforeEach(() => {
  gateway.clear();
  mock.timers.enable({ apis: ['Date'], now: Date.now() });
});
afterEach(() => mock.timers.reset());
afterAll(() => gateway.close());

const at = (time: string): void => mock.timers.setTime(Date.parse(time));

interface ListedModel {
  name: string;
  provider: AiProviderId;
  default: boolean;
  deprecated_since: string | null;
  retires_on: string | null;
  replaced_by: string | null;
}

async function listed(): Promise<ListedModel[]> {
  const { body } = await (await gateway.app.as()).get('/api/ai/models?kind=text');
  return body.data.models;
}

async function defaults(): Promise<Record<string, string | undefined>> {
  const models = await listed();
  return Object.fromEntries(
    AI_PROVIDERS.map((id) => [id, models.find((one) => one.default && one.provider === id)?.name]),
  );
}

describe('a default model', () => {
  it.each([
    ['2026-11-29T23:59:59.999Z', 'gpt-5-mini', 'claude-sonnet-4.5', 'gemini-2.5-flash'],
    ['2026-11-30T00:00:00.000Z', 'gpt-5-mini', 'claude-sonnet-4.6', 'gemini-2.5-flash'],
    ['2026-12-01T00:00:00.000Z', 'gpt-5-mini', 'claude-sonnet-4.6', 'gemini-3.5-flash-lite'],
    ['2026-12-10T23:59:59.999Z', 'gpt-5-mini', 'claude-sonnet-4.6', 'gemini-3.5-flash-lite'],
    ['2026-12-11T00:00:00.000Z', 'gpt-6.1-terra', 'claude-sonnet-4.6', 'gemini-3.5-flash-lite'],
  ])('at %s is the one that its company answers for, from the first request on', async (time, ...names) => {
    at(time);
    const [openai, anthropic, google] = names;
    expect(await defaults()).toEqual({ openai, anthropic, google, mistral: 'mistral-large-latest' });
  });

  it('that is retired is not asked any more: its successor is', async () => {
    for (const [time, name, id] of [
      ['2026-11-29T23:59:59Z', 'claude-sonnet-4.5', 'claude-sonnet-4-5'],
      ['2026-11-30T00:00:00Z', 'claude-sonnet-4.6', 'claude-sonnet-4-6'],
    ] as const) {
      at(time);
      const { client } = await gateway.marketer('anthropic');
      gateway.anthropic.will(anthropicSays('Hi'));
      const { body } = await client.post('/api/ai/chat', say('Hello'));
      expect([time, body.data.model, gateway.anthropic.last.body]).toEqual([
        time,
        name,
        expect.objectContaining({ model: id }),
      ]);
    }
  });
});

describe('a caller who names a model', () => {
  const asked = async (model: string, more: object = {}) => {
    const { client } = await gateway.marketer('openai');
    gateway.openai.will(openAiSays('Hi'));
    const { status, body } = await client.post('/api/ai/chat', say('Hello', { model, ...more }));
    const [request] = gateway.openai.requests;
    gateway.clear();
    return {
      status,
      code: body.code,
      told: body.data?.model,
      sent: (request?.body as { model?: string })?.model,
    };
  };

  it('is answered by it until it is retired, and from then on by who replaces it, whom the answer names', async () => {
    at('2026-12-10T23:59:59Z');
    const before = { status: 200, told: 'gpt-5-mini' };
    expect(await asked('gpt-5-mini')).toMatchObject({ ...before, sent: 'gpt-5-mini' });
    expect(await asked('gpt-5-mini-2025-08-07')).toMatchObject({ ...before, sent: 'gpt-5-mini-2025-08-07' });
    at('2026-12-11T00:00:00Z');
    const after = { status: 200, told: 'gpt-6.1-terra', sent: 'gpt-6.1-terra' };
    expect(await asked('gpt-5-mini')).toMatchObject(after);
    expect(await asked('gpt-5-mini-2025-08-07')).toMatchObject(after);
    expect(await asked('gpt-5-mini', { provider: 'openai', pinned: true })).toMatchObject(after);
  });

  it('is told so when it is retired and nothing replaces it, and nobody is asked', async () => {
    at('2027-03-31T23:59:59Z');
    expect(await asked('gpt-5.1')).toMatchObject({ status: 200, told: 'gpt-5.1' });
    at('2027-04-01T00:00:00Z');
    expect(await asked('gpt-5.1')).toMatchObject({ status: 422, code: 'ai/model-retired', sent: undefined });
  });
});

describe('the list of models', () => {
  it('tells since when a model is deprecated, until when it is there, and what replaces it', async () => {
    const found = (await listed()).filter(({ name }) =>
      ['gpt-5-mini', 'claude-sonnet-4.5', 'gemini-2.5-flash', 'gpt-6.1-terra'].includes(name),
    );
    expect(found.map((one) => [one.name, one.deprecated_since, one.retires_on, one.replaced_by])).toEqual([
      ['gpt-6.1-terra', null, null, null],
      ['gpt-5-mini', '2026-06-11', '2026-12-11', 'gpt-6.1-terra'],
      ['claude-sonnet-4.5', '2026-10-01', '2026-11-30', 'claude-sonnet-4.6'],
      ['gemini-2.5-flash', '2026-11-10', '2026-12-01', 'gemini-3.5-flash-lite'],
    ]);
  });
});
