import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { loadSettings } from '#platform/config/load-settings';
import type { AiProviderId } from '#platform/ai/ai-request';
import { ModelCatalogue } from '#platform/ai/models/model-catalogue';
import { ModelRepository } from '#platform/ai/models/model.repository';
import { startApp, type TestApp } from '../../support/app.js';
import type { TestClient } from '../../support/client.js';

let app: TestApp;
let user: TestClient;
let admin: TestClient;
beforeAll(async () => {
  app = await startApp({
    settings: {
      AI_MODELS: 'openai=gpt-6-sol, claude-opus-4.1:claude-opus-4-8',
    },
  });
  user = await app.as();
  admin = await app.as(undefined, { admin: true });
});
afterAll(() => app.close());
afterEach(async () => {
  await app.sql('truncate ai_model_configs');
  await app.get(ModelCatalogue).refresh();
});

const model = async (name: string) => {
  const { body } = await user.get('/api/ai/models');
  return body.data.models.find((one: { name: string }) => one.name === name);
};
const defaultOf = (provider: AiProviderId) => app.get(ModelCatalogue).defaultOf(provider)?.name;

describe('the model catalogue', () => {
  it('tells a user what models can do, what they cost and until when they are there', async () => {
    const { status, body } = await user.get('/api/ai/models?provider=openai&kind=text');
    expect([status, body.success, body.error]).toEqual([200, true, null]);
    expect(new Set(body.data.models.map((one: { provider: string }) => one.provider))).toEqual(
      new Set(['openai']),
    );
    expect(body.data.models.find(({ name }: { name: string }) => name === 'gpt-5-mini')).toEqual({
      name: 'gpt-5-mini',
      api_id: 'gpt-5-mini',
      provider: 'openai',
      kind: 'text',
      capabilities: {
        vision: true,
        tools: true,
        structured: true,
        temperature: false,
        streaming: true,
        thinks: true,
      },
      context_tokens: 400_000,
      max_output_tokens: 128_000,
      price: {
        input_per_mtok: 0.25,
        cached_input_per_mtok: 0.025,
        cache_write_per_mtok: null,
        output_per_mtok: 2,
        per_image: null,
        per_second: null,
        long: null,
        priced_at: '2026-07-24',
      },
      deprecated_since: '2026-06-11',
      retires_on: '2026-12-11',
      replaced_by: 'gpt-6.1-terra',
      default: false,
      active: true,
      available: null,
      own: false,
      overridden: [],
    });
    const videos = await user.get('/api/ai/models?kind=video');
    expect(videos.body.data.models.map(({ name }: { name: string }) => name)).toEqual([
      'veo-3',
      'veo-3-fast',
    ]);
  });

  it('refuses filters it does not know, and callers without a token', async () => {
    expect((await user.get('/api/ai/models?provider=acme')).status).toBe(400);
    expect((await user.get('/api/ai/models?kind=sound')).status).toBe(400);
    expect((await app.anonymous.get('/api/ai/models')).status).toBe(401);
  });

  it('finds a model by our name, by the provider’s id and by a dated id, which is sent as it is', () => {
    const catalogue = app.get(ModelCatalogue);
    expect(catalogue.find('claude-sonnet-4.5')).toMatchObject({ apiId: 'claude-sonnet-4-5' });
    expect(catalogue.find(' Claude-Sonnet-4-5 ')).toMatchObject({ name: 'claude-sonnet-4.5' });
    expect(catalogue.find('claude-sonnet-4-5-20250929')).toMatchObject({
      name: 'claude-sonnet-4.5',
      apiId: 'claude-sonnet-4-5-20250929',
      price: { input: 3 },
    });
    expect(catalogue.find('gpt-5-mini-2025-08-07')).toMatchObject({ name: 'gpt-5-mini' });
    expect(catalogue.find('gemini-3-flash-preview')).toMatchObject({ name: 'gemini-3-flash' });
    expect(catalogue.find('gpt-99')).toBeUndefined();
    expect(catalogue.defaultOf('google', 'embedding')).toMatchObject({ name: 'gemini-embedding-001' });
    expect(catalogue.defaultOf('mistral', 'video')).toBeUndefined();
  });

  it('is changed by AI_MODELS', async () => {
    expect(defaultOf('openai')).toBe('gpt-6-sol');
    expect(await model('gpt-6-sol')).toMatchObject({ default: true });
    expect(await model('claude-opus-4.1')).toMatchObject({
      api_id: 'claude-opus-4-8',
      price: { input_per_mtok: 5 },
      retires_on: null,
    });
  });

  it('does not start with an AI_MODELS that names no model', () => {
    const settings = loadSettings({ ENVIRONMENT: 'test', DATA_DIR: app.dataDir, AI_MODELS: 'openai=gpt-99' });
    expect(() => new ModelCatalogue(settings, app.get(ModelRepository))).toThrow('AI_MODELS');
  });
});

describe('an administrator', () => {
  it('changes the default, the id, the price and the use of a model over AI_MODELS, and takes it back', async () => {
    const override = { default: true, api_id: 'gpt-6-luna-2026-09-22', price: { input_per_mtok: 9 } };
    const { status, body } = await admin.put('/api/ai/models/gpt-6-luna', override);
    expect(status).toBe(200);
    const today = new Date().toISOString().slice(0, 10);
    expect(body.data).toMatchObject({
      name: 'gpt-6-luna',
      default: true,
      api_id: 'gpt-6-luna-2026-09-22',
      price: { input_per_mtok: 9, output_per_mtok: null, priced_at: today },
    });
    expect(defaultOf('openai')).toBe('gpt-6-luna');
    expect(await model('gpt-6-sol')).toMatchObject({ default: false });

    expect((await admin.put('/api/ai/models/gpt-5.4', { default: true })).status).toBe(200);
    expect(defaultOf('openai')).toBe('gpt-5.4');
    expect((await admin.delete('/api/ai/models/gpt-5.4')).body.data).toMatchObject({ default: false });
    const back = await admin.delete('/api/ai/models/gpt-6-luna');
    expect(back.body.data).toMatchObject({ api_id: 'gpt-6-luna', price: { input_per_mtok: 0.1 } });
    expect(defaultOf('openai')).toBe('gpt-6-sol');
  });

  it('switches a model off: nobody finds it, and its default passes on', async () => {
    expect((await admin.put('/api/ai/models/gpt-6-sol', { active: false })).body.data).toMatchObject({
      active: false,
      default: false,
    });
    expect(app.get(ModelCatalogue).find('gpt-6-sol')).toBeUndefined();
    expect(app.get(ModelCatalogue).find('gpt-6-sol-2026-09-22')).toBeUndefined();
    expect(defaultOf('openai')).toMatch(/^(gpt-5-mini|gpt-6.1-terra)$/);
    expect(await model('gpt-6-sol')).toMatchObject({ active: false });
  });

  it.each([
    [{ active: false, default: true }, 422, 'ai/default-switched-off'],
    [{ price: { input_per_mtok: -1 } }, 400, 'http/input-invalid'],
    [{ price: 'free' }, 400, 'http/input-invalid'],
    [{ api_id: 'a b' }, 400, 'http/input-invalid'],
    [{ active: null }, 400, 'http/input-invalid'],
    [{ default: false }, 400, 'http/input-invalid'],
    [{ name: 'x' }, 400, 'http/input-invalid'],
  ])('is told what is wrong with %j', async (override, status, code) => {
    const answer = await admin.put('/api/ai/models/gpt-6-sol', override);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });

  it('cannot change a model that is not in the catalogue', async () => {
    const { status, body } = await admin.put('/api/ai/models/gpt-99', { active: false });
    expect([status, body.code]).toEqual([404, 'ai/model-not-found']);
    expect((await admin.delete('/api/ai/models/gpt-99')).status).toBe(404);
  });

  it('is the only one who may', async () => {
    const answers = await Promise.all([
      user.put('/api/ai/models/gpt-6-sol', { active: false }),
      user.delete('/api/ai/models/gpt-6-sol'),
      user.post('/api/ai/models/refresh'),
      user.get('/api/ai/models/updates'),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403, 403]);
    expect(await model('gpt-6-sol')).toMatchObject({ active: true });
  });
});

describe('rows of ai_model_configs', () => {
  const add = (name: string, columns: string, values: string) =>
    app.sql(
      `insert into ai_model_configs (provider, model_name, ${columns}) values ('openai', '${name}', ${values})`,
    );

  it('that an older version has left count for nothing', async () => {
    await add('gpt-5.4', 'is_default, is_active, pricing', `true, true, '{"input_per_mtok": 7}'`);
    await app.get(ModelCatalogue).refresh();
    expect(defaultOf('openai')).toBe('gpt-6-sol');
    expect(await model('gpt-5.4')).toMatchObject({ price: { input_per_mtok: 2.5 } });
  });

  it('are read by whoever is signed in, and written by nobody past the application', async () => {
    await add('gpt-4.1', 'is_active', 'true');
    const reader = randomUUID();
    const as = (sql: string) =>
      app.sql(`do $$ begin
        set local role authenticated;
        perform set_config('request.jwt.claims', '{"sub":"${reader}","role":"authenticated"}', true);
        perform set_config('request.jwt.claim.sub', '${reader}', true);
        ${sql};
      end $$`);
    await as(`assert (select count(*) = 1 from ai_model_configs), 'cannot be read'`);
    const denied = { code: '42501' };
    await expect(as('update ai_model_configs set is_active = false')).rejects.toMatchObject(denied);
    await expect(as('perform set_by from ai_model_configs')).rejects.toMatchObject(denied);
    expect(await app.sql('select is_active from ai_model_configs')).toEqual([{ is_active: true }]);
  });

  it('that administrators have set in an earlier version hold', async () => {
    const by = `'${randomUUID()}'`;
    await add('gpt-5.4', 'is_default, set_by', `true, ${by}`);
    await add('o3', 'is_active, api_id, set_by', `false, 'o3-2025-04-16', ${by}`);
    const pricing = { input_per_mtok: 7, output_per_mtok: null, priced_at: '2026-11-01' };
    await add('gpt-5.4-nano', 'is_default, pricing, set_by', `false, '${JSON.stringify(pricing)}', ${by}`);
    await add('gpt-6-luna', 'is_default, pricing, capabilities', `true, '{}', '{"vision": false}'`);
    const migration = await readFile('src/platform/database/migrations/0188_models_and_budgets.sql', 'utf8');
    await app.sql(`do $$ begin ${migration} end $$`);
    await app.get(ModelCatalogue).refresh();
    expect(await model('gpt-5.4')).toMatchObject({ default: true });
    expect(await model('o3')).toMatchObject({ active: false, api_id: 'o3-2025-04-16' });
    expect(await model('gpt-5.4-nano')).toMatchObject({ default: false, price: pricing });
    expect(await model('gpt-6-luna')).toMatchObject({ overridden: [], capabilities: { vision: true } });
  });

  it('that make no sense are left out, and the others hold', async () => {
    await add('gpt-99', 'override', `'{"default": true}'`);
    await add('gpt-5.4', 'override', `'{"price": {"input_per_mtok": "dear"}}'`);
    await add('o3', 'override', `'{"price": [1]}'`);
    await add('gpt-5.4-nano', 'override', `'{"default": true}'`);
    await app.get(ModelCatalogue).refresh();
    expect(defaultOf('openai')).toBe('gpt-5.4-nano');
    expect(await model('gpt-5.4')).toMatchObject({ price: { input_per_mtok: 2.5 } });
    expect(await model('o3')).toMatchObject({ price: { input_per_mtok: 2 } });
  });
});
