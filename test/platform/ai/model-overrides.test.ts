import { randomUUID } from 'node:crypto';
import { ModelCatalogue } from '#platform/ai/models/model-catalogue';
import { ModelRepository } from '#platform/ai/models/model.repository';
import { loadSettings } from '#platform/config/load-settings';
import { MODELS } from './gateway.js';
import { OVERRIDES, Overriding, PRICE } from './overriding.js';

let on: Overriding;
beforeAll(async () => {
  on = await Overriding.start();
});
beforeEach(() => on.begin());
afterEach(() => on.undo());
afterAll(() => on.gateway.close());

describe('what is overridden about a model', () => {
  const byEnvironment = (...fields: string[]) => fields.map((field) => ({ field, by: 'environment' }));

  it('by AI_MODEL_OVERRIDES is listed, and who said so', async () => {
    expect(await on.listed('gpt-6-luna')).toMatchObject({
      api_id: 'gpt-6-luna',
      context_tokens: 4_000,
      max_output_tokens: 500,
      price: { ...PRICE, per_image: null, long: null, priced_at: '2026-11-01' },
      deprecated_since: '2026-11-01',
      retires_on: '2030-01-01',
      replaced_by: 'gpt-6-sol',
      own: false,
      overridden: byEnvironment(...Object.keys(OVERRIDES['gpt-6-luna'])),
    });
    expect(await on.listed(MODELS.openai)).toMatchObject({ overridden: byEnvironment('default') });
    expect(await on.listed('gpt-6-sol')).toMatchObject({ own: false, overridden: [] });
  });

  it('by an administrator counts more, field by field, until it is taken back', async () => {
    const today = new Date().toISOString().slice(0, 10);
    const long = { above_tokens: 100, ...PRICE };
    const override = {
      max_output_tokens: 100,
      capabilities: { vision: false },
      price: { ...PRICE, per_image: 0.04, per_second: 0.4, long },
      retires_on: null,
    };
    expect(await on.set('gpt-6-luna', override)).toMatchObject({
      context_tokens: 4_000,
      max_output_tokens: 100,
      capabilities: {
        vision: false,
        tools: true,
        structured: true,
        temperature: false,
        streaming: true,
        thinks: true,
      },
      price: { ...override.price, priced_at: today },
      retires_on: null,
      replaced_by: 'gpt-6-sol',
      overridden: expect.arrayContaining([
        { field: 'context_tokens', by: 'environment' },
        { field: 'max_output_tokens', by: 'administrator' },
        { field: 'capabilities', by: 'administrator' },
      ]),
    });
    const next = await on.set('gpt-6-luna', { context_tokens: 3_000 });
    expect(next).toMatchObject({ context_tokens: 3_000, max_output_tokens: 500, retires_on: '2030-01-01' });
    const { body } = await on.admin.delete('/api/ai/models/gpt-6-luna');
    expect(body.data).toEqual(await on.listed('gpt-6-luna'));
    expect(body.data).toMatchObject({
      context_tokens: 4_000,
      max_output_tokens: 500,
      capabilities: { vision: true },
      overridden: byEnvironment(...Object.keys(OVERRIDES['gpt-6-luna'])),
    });
  });

  it('is as the lists have it again once nobody overrides it', async () => {
    const before = await on.listed('o3');
    await on.set('o3', {
      context_tokens: 9_000,
      max_output_tokens: 8_000,
      replaced_by: null,
      retires_on: null,
    });
    expect(await on.listed('o3')).not.toEqual(before);
    expect((await on.admin.delete('/api/ai/models/o3')).body.data).toEqual(before);
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
    const answer = await on.put('gpt-6-sol', override);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect(await on.listed('gpt-6-sol')).toMatchObject({ overridden: [] });
  });

  it('never makes a default of what is off or retired, nor a successor of vectors', async () => {
    const code = async (name: string, override: object) => (await on.put(name, override)).body.code;
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
    expect((await on.client.put('/api/ai/models/gpt-6-luna', override)).status).toBe(403);
    expect((await on.client.put('/api/ai/models/mine', OVERRIDES['llama-4'])).status).toBe(403);
    expect((await on.client.delete('/api/ai/models/llama-4')).status).toBe(403);
    expect((await on.gateway.app.anonymous.put('/api/ai/models/gpt-6-luna', override)).status).toBe(401);
    expect(await on.listed('gpt-6-luna')).toMatchObject({ max_output_tokens: 500 });
    expect(await on.listed('mine')).toBeUndefined();
  });
});

describe('AI_MODEL_OVERRIDES', () => {
  const startedWith = (overrides: unknown) => {
    const AI_MODEL_OVERRIDES = JSON.stringify(overrides);
    const settings = loadSettings({
      ENVIRONMENT: 'test',
      DATA_DIR: on.gateway.app.dataDir,
      AI_MODEL_OVERRIDES,
    });
    return new ModelCatalogue(settings, on.gateway.app.get(ModelRepository));
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

describe('rows of ai_model_configs', () => {
  it('hold also when the account of whoever set them is gone', async () => {
    await on.set('gpt-6-luna', { max_output_tokens: 100 });
    await on.gateway.app.sql('update ai_model_configs set set_by = null');
    await on.gateway.app.get(ModelCatalogue).refresh();
    expect(await on.listed('gpt-6-luna')).toMatchObject({ max_output_tokens: 100 });
  });

  it.each([
    ['openai', 'gpt-99', { active: false }],
    ['openai', 'Own', { provider: 'openai', kind: 'text' }],
    ['mistral', 'own', { provider: 'openai', kind: 'text' }],
    ['mistral', 'o3', { max_output_tokens: 5 }],
    ['openai', 'o3', { max_output_tokens: 0 }],
    ['openai', 'o3', [1]],
  ])('that make no sense are left out: %s %s %j', async (provider, name, override) => {
    const before = (await on.client.get('/api/ai/models')).body;
    const values = [provider, name, JSON.stringify(override), randomUUID()];
    await on.gateway.app.sql(
      'insert into ai_model_configs (provider, model_name, override, set_by) values ($1, $2, $3, $4)',
      values,
    );
    await on.gateway.app.get(ModelCatalogue).refresh();
    expect((await on.client.get('/api/ai/models')).body).toEqual(before);
  });
});
