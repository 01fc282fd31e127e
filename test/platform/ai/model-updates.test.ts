import { setTimeout as sleep } from 'node:timers/promises';
import type { AiProviderId } from '#platform/ai/ai-request';
import { ModelClock } from '#platform/ai/models/model.clock';
import { ModelCatalogue } from '#platform/ai/models/model-catalogue';
import { ModelRepository } from '#platform/ai/models/model.repository';
import { RefreshModelsHandler } from '#platform/ai/models/refresh-models.handler';
import { AiFailure } from '#platform/ai/providers/ai-failure';
import { AiProvider, type ProviderCall } from '#platform/ai/providers/ai-provider';
import { Settings } from '#platform/config/settings';
import { startApp, type TestApp } from '../../support/app.js';
import type { TestClient } from '../../support/client.js';
import { ScriptedServer } from '../../support/scripted-server.js';

let app: TestApp;
let user: TestClient;
let admin: TestClient;
let openai: ScriptedServer;
let mistral: ScriptedServer;
beforeAll(async () => {
  openai = await ScriptedServer.start();
  mistral = await ScriptedServer.start();
  app = await startApp({
    roles: 'web,worker,clock',
    settings: {
      OPENAI_API_KEY: 'sk-test',
      OPENAI_BASE_URL: `${openai.url}/v1`,
      MISTRAL_API_KEY: 'test',
      MISTRAL_BASE_URL: mistral.url,
    },
  });
  user = await app.as();
  admin = await app.as(undefined, { admin: true });
});
afterAll(async () => {
  await app.close();
  await openai.close();
  await mistral.close();
});
afterEach(async () => {
  openai.clear();
  mistral.clear();
  await app.sql('truncate ai_model_configs, ai_model_update_logs');
  await app.get(ModelCatalogue).refresh();
});

const model = async (name: string) => {
  const { body } = await user.get('/api/ai/models');
  return body.data.models.find((one: { name: string }) => one.name === name);
};

/** What OpenAI answers, and Mistral too, when it is asked for its models. */
const listing = (...ids: string[]) => ({
  path: '/models',
  body: { object: 'list', data: ids.map((id) => ({ id, object: 'model', created: 1, owned_by: 'x' })) },
});

/** A provider of which only the list of models is asked for. */
class ListingProvider extends AiProvider {
  constructor(
    readonly id: AiProviderId,
    private readonly list: (call: ProviderCall) => Promise<readonly string[]>,
  ) {
    super();
  }

  models = (call: ProviderCall) => this.list(call);
  text = () => Promise.reject(new Error('not asked for'));
  stream = () => {
    throw new Error('not asked for');
  };
}

describe('asking providers for their models', () => {
  const refresh = (providers: readonly AiProvider[], signal = new AbortController().signal) =>
    new RefreshModelsHandler(
      providers,
      app.get(Settings),
      app.get(ModelCatalogue),
      app.get(ModelRepository),
    ).handle({ reason: 'test' }, { signal });

  it('tells which are there and proposes new ones, but adds none', async () => {
    const ids = ['gpt-6-sol', 'gpt-6-luna-2026-09-22', 'gpt-99', 'whisper-9'];
    const keys: string[] = [];
    const openai = new ListingProvider('openai', async ({ key }) => {
      keys.push(key);
      return ids;
    });
    const anthropic = new ListingProvider('anthropic', async () => {
      throw new Error('has no key and is not asked');
    });
    await refresh([openai, anthropic]);
    expect(keys).toEqual(['sk-test']);
    expect(await model('gpt-6-sol')).toMatchObject({ available: true });
    expect(await model('gpt-6-luna')).toMatchObject({ available: true });
    expect(await model('o4-mini')).toMatchObject({ available: false, active: true });
    expect(await model('claude-sonnet-4.5')).toMatchObject({ available: null });
    expect(await model('gpt-99')).toBeUndefined();
    const { body } = await admin.get('/api/ai/models/updates');
    expect(body.data).toHaveLength(1);
    expect(body.data[0]).toMatchObject({
      provider: 'openai',
      available: ['gpt-6-sol', 'gpt-6-luna'],
      proposed: ['gpt-99', 'whisper-9'],
      failure: null,
    });
  });

  it('passes the default on when the provider no longer has it, and back when it has it again', async () => {
    const defaultModel = () => app.get(ModelCatalogue).defaultOf('openai')?.name;
    await admin.put('/api/ai/models/gpt-5', { default: true });
    await refresh([new ListingProvider('openai', async () => ['gpt-6.1-sol', 'gpt-6.1-terra'])]);
    expect(defaultModel()).toBe('gpt-6.1-sol');
    expect(await model('gpt-5')).toMatchObject({ available: false, default: false });
    await refresh([new ListingProvider('openai', async () => ['gpt-5', 'gpt-6.1-sol'])]);
    expect(defaultModel()).toBe('gpt-5');
  });

  it('keeps what is known of a provider that does not answer, and asks the others', async () => {
    await refresh([new ListingProvider('openai', async () => ['gpt-6-sol'])]);
    await refresh([
      new ListingProvider('openai', async () => {
        throw new AiFailure('openai', 'key-refused', 'sk-test is wrong');
      }),
      new ListingProvider('mistral', async () => ['mistral-embed']),
    ]);
    await refresh([new ListingProvider('openai', async () => [])]);
    expect(await model('gpt-6-sol')).toMatchObject({ available: true });
    expect(await model('mistral-embed')).toMatchObject({ available: true });
    const { body, text } = await admin.get('/api/ai/models/updates?limit=2');
    expect(body.data.map(({ failure }: { failure: string }) => failure)).toEqual(['no models named', null]);
    const rest = await admin.get(`/api/ai/models/updates?limit=2&cursor=${body.next_cursor}`);
    expect(rest.body.data.map(({ failure }: { failure: string }) => failure)).toEqual(['key-refused', null]);
    expect(text + rest.text).not.toContain('sk-test');
  });

  it('is asked for by an administrator, done later, and leaves an override as it was', async () => {
    await admin.put('/api/ai/models/gpt-5.4-nano', { default: true, max_output_tokens: 7 });
    await refresh([new ListingProvider('openai', async () => ['gpt-5.4', 'gpt-5.4-nano'])]);
    openai.will(listing('gpt-5.4-nano', 'gpt-99'));
    mistral.will(listing('mistral-embed'));
    const asked = await admin.post('/api/ai/models/refresh');
    expect([asked.status, openai.requests.length]).toEqual([202, 0]);
    await app.drainJobs();
    expect(openai.last).toMatchObject({
      method: 'GET',
      path: '/v1/models',
      headers: { authorization: 'Bearer sk-test' },
    });
    expect(await model('gpt-5.4-nano')).toMatchObject({
      available: true,
      default: true,
      max_output_tokens: 7,
    });
    expect(await model('gpt-5.4')).toMatchObject({ available: false });
    expect(await model('mistral-embed')).toMatchObject({ available: true });
    const { body } = await admin.get('/api/ai/models/updates?limit=2');
    const newest = Object.fromEntries(body.data.map((one: { provider: string }) => [one.provider, one]));
    expect(newest).toMatchObject({
      openai: { available: ['gpt-5.4-nano'], proposed: ['gpt-99'], failure: null },
      mistral: { available: ['mistral-embed'], proposed: [], failure: null },
    });
  });

  it('is done for models of one’s own too', async () => {
    await admin.put('/api/ai/models/llama-4', { provider: 'openai', kind: 'text', api_id: 'meta/Llama-4' });
    await refresh([new ListingProvider('openai', async () => ['meta/Llama-4', 'meta/Llama-5'])]);
    expect(await model('llama-4')).toMatchObject({ available: true, own: true });
    const { body } = await admin.get('/api/ai/models/updates');
    expect(body.data).toMatchObject([{ available: ['llama-4'], proposed: ['meta/Llama-5'] }]);
    await admin.delete('/api/ai/models/llama-4');
    await refresh([new ListingProvider('openai', async () => ['meta/Llama-4'])]);
    expect(await model('llama-4')).toBeUndefined();
  });

  it('is asked for once a month, however many clocks there are', async () => {
    openai.will(listing('gpt-5.4'), listing('gpt-5.4'));
    mistral.will(listing('mistral-embed'), listing('mistral-embed'));
    await Promise.all([app.get(ModelClock).tick(), app.get(ModelClock).tick()]);
    await app.drainJobs();
    await app.get(ModelClock).tick();
    const jobs = await app.sql(
      `select data from pgboss.job where name = 'ai.refresh-models' and data ->> 'reason' = 'a new month'`,
    );
    expect(jobs).toHaveLength(1);
    expect([openai.requests.length, mistral.requests.length]).toEqual([1, 1]);
    expect(await model('gpt-5.4')).toMatchObject({ available: true });
  });

  it('stops when the process does', async () => {
    const stopping = new AbortController();
    const slow = new ListingProvider('openai', async ({ signal }) => {
      await sleep(10_000, undefined, { signal });
      return [];
    });
    const run = refresh([slow], stopping.signal);
    stopping.abort(new Error('stopping'));
    await expect(run).rejects.toThrow('stopping');
    expect((await admin.get('/api/ai/models/updates')).body.data).toEqual([]);
  });
});
