import { AI_PROVIDERS, type AiProviderId } from '#platform/ai/ai-request';
import type { ScriptedAnswer } from '../../support/scripted-server.js';
import { openAiSays } from './wire/chat-completions.js';
import { Gateway, MODELS } from './gateway.js';
import { COMPANIES, type Company } from './tried-keys.js';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await Gateway.share();
});
beforeEach(() => gateway.clear());
afterAll(() => gateway.close());

const SECRETS: Record<AiProviderId, string> = {
  openai: 'openai_api_key',
  anthropic: 'anthropic_api_key',
  google: 'gemini_api_key_encrypted',
  mistral: 'mistral_api_key',
};

/** What both routes make of the key, one after the other, each with the same answers. */
async function verdicts({ id }: Company, ...answers: readonly ScriptedAnswer[]) {
  const somebody = await gateway.marketer(id);
  gateway[id].will(...answers);
  const { status, body } = await somebody.client.post(`/api/ai/providers/${id}/test`);
  expect(status).toBe(200);
  const requests = [...gateway[id].requests];
  gateway[id].clear();
  gateway[id].will(...answers);
  const { data } = (await somebody.client.post(`/api/user/secrets/${id}/test`)).body;
  expect(data).toEqual({ service: SECRETS[id], result: body.data.result });
  return { somebody, requests, test: body.data as Record<string, unknown> };
}

describe.each(COMPANIES)('a key for $id', (company) => {
  const { id, lists, says } = company;
  const after = async (...answers: ScriptedAnswer[]) => {
    const { test } = await verdicts(company, ...answers);
    return [test['result'], test['success']];
  };

  it('works when its models are listed and one says a single token, which is noted', async () => {
    const { test, requests, somebody } = await verdicts(company, lists, says);
    expect(test).toMatchObject({
      result: 'ok',
      success: true,
      error: null,
      key_owner: 'user',
      model_used: MODELS[id],
      models_seen: id === 'mistral' ? 0 : 1,
    });
    expect(requests.map(({ method }) => method)).toEqual(['GET', 'POST']);
    const [path, body] = company.asks;
    expect(requests[1]?.path).toMatch(path);
    expect(requests[1]?.body).toMatchObject(body);
    const rows = await gateway.usage(somebody.id, 2);
    expect(rows).toHaveLength(2);
    expect(rows[0]).toMatchObject({
      feature: 'keys.test',
      provider: id,
      model: MODELS[id],
      outcome: 'ok',
      key_owner: 'user',
      input_tokens: 120,
      output_tokens: 30,
    });
  });

  it('is invalid when it is not known, and nothing more is asked', async () => {
    const { test, requests } = await verdicts(company, company.invalid);
    expect([test['result'], test['success']]).toEqual(['invalid_key', false]);
    expect(requests).toHaveLength(1);
    expect(await after(lists, company.invalid)).toEqual(['invalid_key', false]);
  });

  it('has no scope when it may not answer; that it may not list says nothing yet', async () => {
    for (const refusal of company.scope) {
      expect(await after(refusal, refusal)).toEqual(['no_scope', false]);
      expect(await after(lists, refusal)).toEqual(['no_scope', false]);
      expect(await after(refusal, says)).toEqual(['ok', true]);
    }
  });

  it('has no quota in each of the company’s words, though it lists models', async () => {
    for (const spent of company.quota) {
      expect(await after(lists, spent)).toEqual(['no_quota', false]);
      expect(await after(spent)).toEqual(['no_quota', false]);
    }
  });

  it('works and is busy when it is asked too often', async () => {
    for (const busy of company.limited) {
      expect(await after(lists, busy)).toEqual(['limited', true]);
      expect(await after(busy)).toEqual(['limited', true]);
    }
  });

  it('is unreachable when the company fails or drops the line', async () => {
    for (const down of [company.down, { ending: 'reset' } as const]) {
      expect(await after(down)).toEqual(['unreachable', false]);
      expect(await after(lists, down)).toEqual(['unreachable', false]);
    }
  });

  it('works when only the model of the question is not there, or the question is not taken', async () => {
    for (const fussy of company.fussy) {
      expect(await after(lists, fussy)).toEqual(['ok', true]);
      const [refusal = fussy] = company.scope;
      expect(await after(refusal, fussy)).toEqual(['no_scope', false]);
    }
  });
});

describe('a test of a key', () => {
  it('gives up after ten seconds, and counts the question that it had asked', async () => {
    const somebody = await gateway.marketer(...AI_PROVIDERS);
    for (const { id, lists } of COMPANIES) gateway[id].will(lists, { ending: 'hang' });
    const tests = COMPANIES.map(({ id }) => somebody.client.post(`/api/ai/providers/${id}/test`));
    for (const { body } of await Promise.all(tests)) {
      expect(body.data).toMatchObject({ result: 'unreachable', success: false, models_seen: null });
      expect(body.data.response_time).toBeGreaterThanOrEqual(9_900);
    }
    for (const { id } of COMPANIES) expect(await gateway[id].last.closed).toBe('early');
    const rows = await gateway.usage(somebody.id, COMPANIES.length);
    expect(new Set(rows.map(({ outcome }) => outcome))).toEqual(new Set(['timeout']));
    expect(rows.every(({ input_tokens }) => input_tokens > 0)).toBe(true);
  }, 30_000);

  it('with the platform’s key is held against the budget, and lists models only once that is spent', async () => {
    const funded = await Gateway.start({
      OPENAI_API_KEY: 'sk-platform-canary-0123456789',
      AI_DAILY_BUDGET_CENTS: '1',
    });
    const { id, client } = await funded.app.newUser();
    const test = async () => (await client.post('/api/ai/providers/openai/test')).body.data;
    const [{ lists }] = COMPANIES as [Company];
    funded.openai.will(lists, openAiSays('Hi'), lists);
    expect(await test()).toMatchObject({ result: 'ok', key_owner: 'platform' });
    const [row] = await funded.usage(id, 1);
    expect(row).toMatchObject({ feature: 'keys.test', key_owner: 'platform' });
    const budget = async () => (await client.get('/api/ai/budget')).body.data;
    expect(await budget()).toMatchObject({ spent_micros: row?.cost_micros, reserved_micros: 0 });
    await funded.app.sql('update ai_spend set spent_micros = 10000 where user_id = $1', [id]);
    expect(await test()).toMatchObject({ result: 'ok', success: true });
    expect(funded.openai.requests.map(({ method }) => method)).toEqual(['GET', 'POST', 'GET']);
    expect(await funded.usage(id, 1)).toHaveLength(1);
    expect(await budget()).toMatchObject({ spent_micros: 10_000, reserved_micros: 0 });
    await funded.close();
  });

  it('is refused when it is asked for too often', async () => {
    const limited = await Gateway.start({ RATE_LIMIT_GENERATION: '2' });
    const { client } = await limited.app.newUser();
    const tests = ['/api/ai/providers/openai/test', '/api/user/secrets/openai/test'];
    const statuses: number[] = [];
    for (const path of [...tests, ...tests]) statuses.push((await client.post(path)).status);
    expect(statuses).toEqual([503, 404, 429, 429]);
    await limited.close();
  });

  it('is 503 and names the setting when there is no key', async () => {
    const { client } = await gateway.marketer();
    const { status, body } = await client.post('/api/ai/providers/mistral/test');
    expect([status, body.code]).toEqual([503, 'ai/provider-not-configured']);
    expect(body.error).toContain('MISTRAL_API_KEY');
  });
});
