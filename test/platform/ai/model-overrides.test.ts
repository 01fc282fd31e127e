import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { Ai } from '#platform/ai/ai';
import type { AiProviderId } from '#platform/ai/ai-request';
import { ModelCatalogue } from '#platform/ai/models/model-catalogue';
import { ModelRepository } from '#platform/ai/models/model.repository';
import { loadSettings } from '#platform/config/load-settings';
import type { TestClient } from '../../support/client.js';
import { WIRE_FORMATS } from './failing.js';
import { eventsIn, Gateway, HEADLINE, MODELS, say } from './gateway.js';
import { openAiSays } from './wire/chat-completions.js';

const price = { input_per_mtok: 1, cached_input_per_mtok: 0.5, output_per_mtok: 2 };
const OVERRIDES = {
  'gpt-6-luna': {
    context_tokens: 4_000,
    max_output_tokens: 500,
    price: { ...price, priced_at: '2026-11-01' },
    deprecated_since: '2026-11-01',
    retires_on: '2030-01-01',
    replaced_by: 'gpt-6-sol',
  },
  'llama-4': { provider: 'openai', kind: 'text', api_id: 'meta/Llama-4', capabilities: { vision: false } },
};

let gateway: Gateway;
let admin: TestClient;
let client: TestClient;
let id: string;
beforeAll(async () => {
  gateway = await Gateway.start({ AI_MODEL_OVERRIDES: JSON.stringify(OVERRIDES) });
  admin = await gateway.app.as(undefined, { admin: true });
});
beforeEach(async () => {
  ({ id, client } = await gateway.marketer('openai'));
});
afterEach(async () => {
  gateway.clear();
  await gateway.app.sql('truncate ai_model_configs');
  await gateway.app.get(ModelCatalogue).refresh();
});
afterAll(() => gateway.close());

const listed = async (name: string) => {
  const { body } = await client.get('/api/ai/models');
  return body.data.models.find((one: { name: string }) => one.name === name);
};
const put = (name: string, override: object) => admin.put(`/api/ai/models/${name}`, override);
const set = async (name: string, override: object) => {
  const { status, body, text } = await put(name, override);
  if (status !== 200) throw new Error(text);
  return body.data;
};
const chat = async (model: string, more: object = {}) => {
  gateway.openai.will(openAiSays('Hi'));
  const answer = await client.post('/api/ai/chat', say('Hello', { model, pinned: true, ...more }));
  const sent = gateway.openai.requests.map(({ body }) => body as Record<string, unknown>);
  gateway.clear();
  return { ...answer, sent };
};

describe('what is overridden about a model', () => {
  const byEnvironment = (...fields: string[]) => fields.map((field) => ({ field, by: 'environment' }));

  it('by AI_MODEL_OVERRIDES is listed, and who said so', async () => {
    expect(await listed('gpt-6-luna')).toMatchObject({
      api_id: 'gpt-6-luna',
      context_tokens: 4_000,
      max_output_tokens: 500,
      price: { ...price, per_image: null, long: null, priced_at: '2026-11-01' },
      deprecated_since: '2026-11-01',
      retires_on: '2030-01-01',
      replaced_by: 'gpt-6-sol',
      own: false,
      overridden: byEnvironment(...Object.keys(OVERRIDES['gpt-6-luna'])),
    });
    expect(await listed(MODELS.openai)).toMatchObject({ overridden: byEnvironment('default') });
    expect(await listed('gpt-6-sol')).toMatchObject({ own: false, overridden: [] });
  });

  it('by an administrator counts more, field by field, until it is taken back', async () => {
    const today = new Date().toISOString().slice(0, 10);
    const long = { above_tokens: 100, ...price };
    const override = {
      max_output_tokens: 100,
      capabilities: { vision: false },
      price: { ...price, per_image: 0.04, per_second: 0.4, long },
      retires_on: null,
    };
    expect(await set('gpt-6-luna', override)).toMatchObject({
      context_tokens: 4_000,
      max_output_tokens: 100,
      capabilities: { vision: false, tools: true, structured: true, temperature: false, streaming: true },
      price: { ...override.price, priced_at: today },
      retires_on: null,
      replaced_by: 'gpt-6-sol',
      overridden: expect.arrayContaining([
        { field: 'context_tokens', by: 'environment' },
        { field: 'max_output_tokens', by: 'administrator' },
        { field: 'capabilities', by: 'administrator' },
      ]),
    });
    const next = await set('gpt-6-luna', { context_tokens: 3_000 });
    expect(next).toMatchObject({ context_tokens: 3_000, max_output_tokens: 500, retires_on: '2030-01-01' });
    const { body } = await admin.delete('/api/ai/models/gpt-6-luna');
    expect(body.data).toEqual(await listed('gpt-6-luna'));
    expect(body.data).toMatchObject({
      context_tokens: 4_000,
      max_output_tokens: 500,
      capabilities: { vision: true },
      overridden: byEnvironment(...Object.keys(OVERRIDES['gpt-6-luna'])),
    });
  });

  it('is as the lists have it again once nobody overrides it', async () => {
    const before = await listed('o3');
    await set('o3', { context_tokens: 9_000, max_output_tokens: 8_000, replaced_by: null, retires_on: null });
    expect(await listed('o3')).not.toEqual(before);
    expect((await admin.delete('/api/ai/models/o3')).body.data).toEqual(before);
  });

  it.each<[object, number, string]>([
    [{ context_tokens: 0 }, 400, 'http/input-invalid'],
    [{ max_output_tokens: -1 }, 400, 'http/input-invalid'],
    [{ max_output_tokens: 1.5 }, 400, 'http/input-invalid'],
    [{ context_tokens: null }, 400, 'http/input-invalid'],
    [{ capabilities: { hearing: true } }, 400, 'http/input-invalid'],
    [{ capabilities: { vision: 'no' } }, 400, 'http/input-invalid'],
    [{ capabilities: ['vision'] }, 400, 'http/input-invalid'],
    [{ provider: 'acme', kind: 'text' }, 400, 'http/input-invalid'],
    [{ provider: 'openai', kind: 'sound' }, 400, 'http/input-invalid'],
    [{ price: { long: { input_per_mtok: 1 } } }, 400, 'http/input-invalid'],
    [{ price: { per_second: -1 } }, 400, 'http/input-invalid'],
    [{ price: { priced_at: 'today' } }, 400, 'http/input-invalid'],
    [{ retires_on: '2026-02-30' }, 400, 'http/input-invalid'],
    [{ provider: 'mistral' }, 422, 'ai/model-elsewhere'],
    [{ kind: 'image' }, 422, 'ai/model-elsewhere'],
    [{ context_tokens: 1_000, max_output_tokens: 1_001 }, 422, 'ai/model-unfit'],
    [{ deprecated_since: '2027-01-02', retires_on: '2027-01-01' }, 422, 'ai/model-unfit'],
    [{ replaced_by: 'gpt-99' }, 422, 'ai/model-unfit'],
    [{ replaced_by: 'gpt-6-sol' }, 422, 'ai/model-unfit'],
    [{ replaced_by: 'gpt-6-luna' }, 422, 'ai/model-unfit'],
    [{ replaced_by: 'claude-sonnet-5' }, 422, 'ai/model-unfit'],
    [{ replaced_by: 'gpt-image-2' }, 422, 'ai/model-unfit'],
  ])('is refused where it cannot be: %j', async (override, status, code) => {
    const answer = await put('gpt-6-sol', override);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect(await listed('gpt-6-sol')).toMatchObject({ overridden: [] });
  });

  it('never makes a default of what is off or retired, nor a successor of vectors', async () => {
    const code = async (name: string, override: object) => (await put(name, override)).body.code;
    expect(await code('claude-opus-4.1', { default: true })).toBe('ai/default-retired');
    expect(await code('gpt-5.4', { default: true, retires_on: '2026-01-01' })).toBe('ai/default-retired');
    expect(await code('gpt-5.4', { default: true, active: false })).toBe('ai/default-switched-off');
    expect(await code('text-embedding-3-small', { replaced_by: 'text-embedding-3-large' })).toBe(
      'ai/model-unfit',
    );
    expect(await code('claude-opus-4.1', { default: true, retires_on: null })).toBeUndefined();
  });

  it('is for administrators only to change', async () => {
    const override = { max_output_tokens: 1 };
    expect((await client.put('/api/ai/models/gpt-6-luna', override)).status).toBe(403);
    expect((await client.put('/api/ai/models/mine', OVERRIDES['llama-4'])).status).toBe(403);
    expect((await client.delete('/api/ai/models/llama-4')).status).toBe(403);
    expect((await gateway.app.anonymous.put('/api/ai/models/gpt-6-luna', override)).status).toBe(401);
    expect(await listed('gpt-6-luna')).toMatchObject({ max_output_tokens: 500 });
    expect(await listed('mine')).toBeUndefined();
  });
});

describe('AI_MODEL_OVERRIDES', () => {
  const startedWith = (overrides: unknown) => {
    const AI_MODEL_OVERRIDES = JSON.stringify(overrides);
    const settings = loadSettings({ ENVIRONMENT: 'test', DATA_DIR: gateway.app.dataDir, AI_MODEL_OVERRIDES });
    return new ModelCatalogue(settings, gateway.app.get(ModelRepository));
  };

  it.each<[unknown, string]>([
    [[], 'AI_MODEL_OVERRIDES must be JSON'],
    [{ 'gpt-99': { active: false } }, 'gpt-99: the catalogue has no such model'],
    [{ 'GPT-99': { provider: 'openai', kind: 'text' } }, 'a name in small letters'],
    [{ 'gpt-5': { provider: 'mistral' } }, 'gpt-5: it is a model of openai, of kind text'],
    [{ 'gpt-5': { max_output_tokens: 0 } }, 'gpt-5: max_output_tokens must not be less than 1'],
    [{ 'gpt-5': { capabilities: { hearing: true } } }, 'gpt-5: property hearing should not exist'],
    [{ 'gpt-5': 'off' }, 'gpt-5: it is no object'],
    [{ 'gpt-5': { constructor: {} } }, 'gpt-5: property constructor should not exist'],
    [{ 'gpt-5': { default: true, active: false } }, 'gpt-5: what is switched off is no default'],
    [{ 'gpt-5': { replaced_by: 'gpt-99' } }, 'gpt-5 cannot be replaced by gpt-99'],
    [{ 'gpt-6.1-sol': { replaced_by: 'gpt-5' } }, 'cannot be replaced by'],
  ])('that cannot be placed lets nothing start: %j', (overrides, says) => {
    expect(() => startedWith(overrides)).toThrow(says);
  });

  it('may make a default', () => {
    expect(startedWith({ 'gpt-6-sol': { default: true } }).defaultOf('openai')?.name).toBe('gpt-6-sol');
  });
});

describe('a call', () => {
  it('asks for no more tokens than the model now gives', async () => {
    expect((await chat('gpt-6-luna')).sent).toMatchObject([{ max_completion_tokens: 500 }]);
    await set('gpt-6-luna', { max_output_tokens: 100 });
    expect((await chat('gpt-6-luna')).sent).toMatchObject([{ max_completion_tokens: 100 }]);
    expect((await chat('gpt-6-luna', { max_tokens: 7 })).sent).toMatchObject([{ max_completion_tokens: 7 }]);
  });

  it('is refused when it is more than the model now reads', async () => {
    const long = { instructions: 'word '.repeat(4_000) };
    const refused = await chat('gpt-6-luna', long);
    expect([refused.status, refused.body.code, refused.sent]).toEqual([422, 'ai/context-too-long', []]);
    await set('gpt-6-luna', { context_tokens: 100_000 });
    expect((await chat('gpt-6-luna', long)).status).toBe(200);
  });

  it('costs what the model now costs', async () => {
    await chat('gpt-6-luna');
    const long = { above_tokens: 100, input_per_mtok: 3, cached_input_per_mtok: 2, output_per_mtok: 1 };
    await set('gpt-6-luna', { price: { ...price, long } });
    await chat('gpt-6-luna');
    await set('gpt-6-luna', { price: {} });
    await chat('gpt-6-luna');
    // 100 tokens of input, 20 more that were cached, 30 of output.
    expect((await gateway.usage(id, 3)).map(({ cost_micros }) => cost_micros)).toEqual([
      100 * 1 + 20 * 0.5 + 30 * 2,
      100 * 3 + 20 * 2 + 30 * 1,
      null,
    ]);
  });

  it('with a picture or tools is refused where the model now takes none', async () => {
    const images = [{ media_type: 'image/png', data: 'aGk=' }];
    const picture = { messages: [{ role: 'user', content: 'What is this?', images }] };
    expect((await chat('gpt-6-luna', picture)).status).toBe(200);
    await set('gpt-6-luna', { capabilities: { vision: false, tools: false } });
    const refused = await chat('gpt-6-luna', picture);
    expect([refused.status, refused.body.code, refused.sent]).toEqual([422, 'ai/model-unable', []]);
    const tools = [{ name: 'count_leads', description: 'Counts leads.', input: z.object({}) }];
    const asked = { ...(await gateway.request()), model: 'gpt-6-luna', pinned: true, tools };
    await expect(gateway.app.get(Ai).text(asked)).rejects.toMatchObject({ code: 'ai/model-unable' });
    expect((await chat('gpt-6-luna')).status).toBe(200);
  });

  it('carries a temperature only where the model now takes one', async () => {
    const warm = { temperature: 0.4 };
    expect((await chat('gpt-4.1', warm)).sent).toMatchObject([{ temperature: 0.4 }]);
    await set('gpt-4.1', { capabilities: { temperature: false } });
    expect((await chat('gpt-4.1', warm)).sent[0]).not.toHaveProperty('temperature');
  });

  it('for a stream is one piece where the model now answers in one', async () => {
    await set('gpt-6-luna', { capabilities: { streaming: false } });
    const { text, sent } = await chat('gpt-6-luna', { stream: true });
    expect(eventsIn(text)).toMatchObject([
      { event: 'delta', data: { text: 'Hi' } },
      { event: 'end', data: { text: 'Hi', usage: { output_tokens: 30 } } },
    ]);
    expect(sent[0]).not.toHaveProperty('stream');
    expect(await gateway.usage(id, 1)).toMatchObject([{ outcome: 'ok', output_tokens: 30 }]);
  });

  it('goes to the successor from the day on that is now set, or to the model itself', async () => {
    await set('gpt-6-luna', { retires_on: '2026-11-01' });
    expect((await chat('gpt-6-luna')).sent).toMatchObject([{ model: 'gpt-6-sol' }]);
    await set('gpt-6-luna', { retires_on: '2026-11-01', replaced_by: null });
    expect((await chat('gpt-6-luna')).body.code).toBe('ai/model-retired');
    expect((await chat('o4-mini')).sent).toMatchObject([{ model: 'gpt-5.6-terra' }]);
    await set('o4-mini', { retires_on: null });
    expect((await chat('o4-mini')).sent).toMatchObject([{ model: 'o4-mini' }]);
  });
});

describe('a model without a mode for forms', () => {
  const NATIVE = /response_format|output_config|responseJsonSchema|responseMimeType/;

  it.each(WIRE_FORMATS)('is told the form in words: $company', async ({ id: provider, says }) => {
    const { id: userId } = await gateway.marketer(provider);
    const asked = { ...(await gateway.request()), userId, instructions: 'Be brief.' };
    const sent = async () => {
      gateway[provider].will(says('{"title":"Spring","tags":["sale"]}'));
      const { value } = await gateway.app.get(Ai).answer(asked, HEADLINE);
      expect(value).toEqual({ title: 'Spring', tags: ['sale'] });
      return JSON.stringify(gateway[provider].last.body);
    };
    const natively = await sent();
    expect(natively).toMatch(NATIVE);
    expect(natively).not.toContain('It must fit this JSON Schema');
    await set(MODELS[provider], { capabilities: { structured: false } });
    const inWords = await sent();
    expect(inWords).not.toMatch(NATIVE);
    expect(inWords).toMatch(
      /Be brief\.\\n\\nAnswer with one JSON object.* It must fit this JSON Schema:.*title/s,
    );
  });

  it('may correct its answer once, and is paid for both', async () => {
    await set(MODELS.openai, { capabilities: { structured: false } });
    const asked = { ...(await gateway.request()), userId: id };
    gateway.openai.will(openAiSays('Spring!'), openAiSays('{"title":"Spring","tags":[]}'));
    expect((await gateway.app.get(Ai).answer(asked, HEADLINE)).value.title).toBe('Spring');
    expect(JSON.stringify(gateway.openai.last.body)).toMatch(
      /It must fit this JSON Schema.*does not fit the schema/s,
    );
    expect(await gateway.usage(id, 1)).toMatchObject([{ outcome: 'ok', input_tokens: 240 }]);
  });
});

describe('a model of one’s own', () => {
  const OWN = { provider: 'openai' satisfies AiProviderId, kind: 'text' };

  it('is added by AI_MODEL_OVERRIDES, and sent by its id', async () => {
    expect(await listed('llama-4')).toMatchObject({
      api_id: 'meta/Llama-4',
      provider: 'openai',
      kind: 'text',
      capabilities: { vision: false, tools: true },
      context_tokens: null,
      price: { input_per_mtok: null },
      own: true,
      overridden: [
        { field: 'api_id', by: 'environment' },
        { field: 'capabilities', by: 'environment' },
      ],
    });
    const { body, sent } = await chat('llama-4');
    expect([body.data.model, body.data.usage.cost_usd]).toEqual(['llama-4', null]);
    expect(sent).toMatchObject([{ model: 'meta/Llama-4', max_completion_tokens: 4_000 }]);
  });

  it('is added by an administrator, changed, made the default, and gone when it is taken back', async () => {
    expect(await set('qwen-4', { ...OWN, max_output_tokens: 300 })).toMatchObject({
      name: 'qwen-4',
      api_id: 'qwen-4',
      own: true,
    });
    expect((await chat('qwen-4')).sent).toMatchObject([{ model: 'qwen-4', max_completion_tokens: 300 }]);
    expect(await set('qwen-4', { default: true, price })).toMatchObject({
      default: true,
      max_output_tokens: null,
    });
    gateway.openai.will(openAiSays('Hi'));
    const { body } = await client.post('/api/ai/chat', say('Hello'));
    expect(body.data).toMatchObject({ model: 'qwen-4', usage: { cost_usd: 0.00017 } });
    const gone = await admin.delete('/api/ai/models/qwen-4');
    expect([gone.status, gone.body.data.name]).toEqual([200, 'qwen-4']);
    expect(await listed('qwen-4')).toBeUndefined();
    expect((await chat('qwen-4')).body.code).toBe('ai/model-unknown');
    expect((await admin.delete('/api/ai/models/qwen-4')).status).toBe(404);
    expect(gateway.app.get(ModelCatalogue).defaultOf('openai')?.name).toBe(MODELS.openai);
  });

  it('stays while another is replaced by it', async () => {
    await set('qwen-4', OWN);
    await set('gpt-5', { replaced_by: 'qwen-4' });
    const kept = await admin.delete('/api/ai/models/qwen-4');
    expect([kept.status, kept.body.code]).toEqual([422, 'ai/model-unfit']);
    await admin.delete('/api/ai/models/gpt-5');
    expect((await admin.delete('/api/ai/models/qwen-4')).status).toBe(200);
  });

  it('stays what it is, has a name that can be asked for, and needs to be said whose it is', async () => {
    await set('qwen-4', OWN);
    const code = async (name: string, override: object) => (await put(name, override)).body.code;
    expect(await code('qwen-4', { provider: 'mistral' })).toBe('ai/model-elsewhere');
    expect(await code('Qwen-5', OWN)).toBe('ai/model-unfit');
    expect(await code('qwen-5', { provider: 'openai' })).toBe('ai/model-not-found');
    expect(await code('qwen-5', { active: true })).toBe('ai/model-not-found');
  });
});

describe('rows of ai_model_configs', () => {
  it('hold also when the account of whoever set them is gone', async () => {
    await set('gpt-6-luna', { max_output_tokens: 100 });
    await gateway.app.sql('update ai_model_configs set set_by = null');
    await gateway.app.get(ModelCatalogue).refresh();
    expect(await listed('gpt-6-luna')).toMatchObject({ max_output_tokens: 100 });
  });

  it.each([
    ['openai', 'gpt-99', { active: false }],
    ['openai', 'Own', { provider: 'openai', kind: 'text' }],
    ['mistral', 'own', { provider: 'openai', kind: 'text' }],
    ['mistral', 'o3', { max_output_tokens: 5 }],
    ['openai', 'o3', { max_output_tokens: 0 }],
    ['openai', 'o3', [1]],
  ])('that make no sense are left out: %s %s %j', async (provider, name, override) => {
    const before = (await client.get('/api/ai/models')).body;
    const values = [provider, name, JSON.stringify(override), randomUUID()];
    await gateway.app.sql(
      'insert into ai_model_configs (provider, model_name, override, set_by) values ($1, $2, $3, $4)',
      values,
    );
    await gateway.app.get(ModelCatalogue).refresh();
    expect((await client.get('/api/ai/models')).body).toEqual(before);
  });
});
