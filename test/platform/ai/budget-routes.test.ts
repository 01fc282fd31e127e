import { randomUUID } from 'node:crypto';
import { AiBudgets } from '#platform/ai/usage/ai-budgets';
import { AiUsageLog } from '#platform/ai/usage/ai-usage-log';
import { startApp, type TestApp } from '../../support/app.js';
import type { TestClient } from '../../support/client.js';

const BILL = { model: { name: 'gpt-6-sol' } };

let app: TestApp;
let admin: TestClient;
let id: string;
let client: TestClient;
beforeAll(async () => {
  app = await startApp({ roles: 'web', settings: { AI_DAILY_BUDGET_CENTS: '1' } });
  admin = await app.as(undefined, { admin: true });
});
beforeEach(async () => {
  ({ id, client } = await app.newUser());
});
afterAll(() => app.close());

describe('the routes of budgets', () => {
  it('tell a user what may be spent today and what has been', async () => {
    const call = await app.get(AiBudgets).reserve(id, 2_000, BILL);
    (await app.get(AiBudgets).reserve(id, 6_500, BILL)).settle(6_500);
    await app.get(AiUsageLog).flush();
    const { status, body } = await client.get('/api/ai/budget');
    expect([status, body.data]).toEqual([
      200,
      {
        day: new Date().toISOString().slice(0, 10),
        limit_micros: 10_000,
        limit_usd: 0.01,
        spent_micros: 6_500,
        spent_usd: 0.0065,
        reserved_micros: 2_000,
        remaining_micros: 1_500,
        warn_percent: 80,
        warning: true,
        own_keys: false,
        resets_at: expect.stringMatching(/T00:00:00.000Z$/),
      },
    ]);
    expect(Date.parse(body.data.resets_at)).toBeGreaterThan(Date.now());
    call.settle(0);
    expect((await (await app.as()).get('/api/ai/budget')).body.data).toMatchObject({ spent_micros: 0 });
    expect((await app.anonymous.get('/api/ai/budget')).status).toBe(401);
  });

  it('let an administrator set, list and remove the budget of a user', async () => {
    const set = await admin.put(`/api/ai/budgets/${id}`, { daily_cents: 500, warn_percent: 50 });
    expect([set.status, set.body.data]).toEqual([
      200,
      {
        user_id: id,
        daily_cents: 500,
        warn_percent: 50,
        own_keys: false,
        spent_micros: 0,
        reserved_micros: 0,
        created_at: expect.stringMatching(/Z$/),
        updated_at: expect.stringMatching(/Z$/),
      },
    ]);
    expect((await client.get('/api/ai/budget')).body.data).toMatchObject({ limit_usd: 5, warn_percent: 50 });
    const another = randomUUID();
    await admin.put(`/api/ai/budgets/${another}`, { daily_cents: 0 });
    const first = await admin.get('/api/ai/budgets?limit=1');
    expect(first.body.data).toMatchObject([{ user_id: another, daily_cents: 0 }]);
    const second = await admin.get(`/api/ai/budgets?limit=1&cursor=${first.body.next_cursor}`);
    expect(second.body.data).toMatchObject([{ user_id: id }]);
    expect((await admin.delete(`/api/ai/budgets/${id}`)).body.data).toEqual({ deleted: true, user_id: id });
    expect((await client.get('/api/ai/budget')).body.data).toMatchObject({
      limit_usd: 0.01,
      warn_percent: 80,
    });
    expect((await admin.delete(`/api/ai/budgets/${id}`)).status).toBe(404);
  });

  it('let an administrator set the default for everybody else, and take it back', async () => {
    const DEFAULT = '/api/ai/budgets/default';
    const bySetting = { daily_cents: 1, warn_percent: 80, own_keys: false, set_by: 'environment' };
    const limit = async (of = client) => (await of.get('/api/ai/budget')).body.data.limit_usd;
    expect((await admin.get(DEFAULT)).body.data).toEqual(bySetting);
    const special = await app.newUser();
    await admin.put(`/api/ai/budgets/${special.id}`, { daily_cents: 700 });
    expect([await limit(), await limit(special.client)]).toEqual([0.01, 7]);
    const { status, body } = await admin.put(DEFAULT, { daily_cents: 300, warn_percent: 50 });
    const set = { daily_cents: 300, warn_percent: 50, own_keys: false, set_by: 'administrator' };
    expect([status, body.data]).toEqual([200, set]);
    expect([await limit(), await limit(special.client)]).toEqual([3, 7]);
    await expect(app.get(AiBudgets).reserve(id, 3_000_001, BILL)).rejects.toMatchObject({
      code: 'ai/budget-exceeded',
    });
    expect((await app.get(AiBudgets).reserve(id, 1_500_000, BILL)).warning).toBe(true);
    expect((await admin.put(DEFAULT, { daily_cents: 0 })).body.data).toMatchObject({ daily_cents: 0 });
    expect([await limit(), await limit(special.client)]).toEqual([null, 7]);
    expect((await admin.delete(DEFAULT)).body.data).toEqual(bySetting);
    expect([await limit(), await limit(special.client)]).toEqual([0.01, 7]);
    expect((await admin.put(DEFAULT, { daily_cents: -1 })).status).toBe(400);
  });

  it.each([
    [{}],
    [{ daily_cents: -1 }],
    [{ daily_cents: 1.5 }],
    [{ daily_cents: '5' }],
    [{ daily_cents: 5, warn_percent: 0 }],
    [{ daily_cents: 5, own_keys: null }],
    [{ daily_cents: 5, spent_micros: 0 }],
  ])('refuse the budget %j', async (budget) => {
    expect((await admin.put(`/api/ai/budgets/${id}`, budget)).status).toBe(400);
  });

  it('answer 404 where no user can be meant', async () => {
    const { status, body } = await admin.put('/api/ai/budgets/everybody', { daily_cents: 5 });
    expect([status, body.code]).toEqual([404, 'ai/budget-not-found']);
  });

  it('are for administrators only, where they are about others', async () => {
    const answers = await Promise.all([
      client.get('/api/ai/budgets'),
      client.put(`/api/ai/budgets/${id}`, { daily_cents: 0 }),
      client.delete(`/api/ai/budgets/${id}`),
      client.get('/api/ai/budgets/default'),
      client.put('/api/ai/budgets/default', { daily_cents: 0 }),
      client.delete('/api/ai/budgets/default'),
    ]);
    expect(answers.map(({ status }) => status)).toEqual(Array(6).fill(403));
    expect((await client.get('/api/ai/budget')).body.data).toMatchObject({ limit_usd: 0.01 });
  });

  it('keep a user from raising the own budget past the application', async () => {
    await admin.put(`/api/ai/budgets/${id}`, { daily_cents: 5 });
    await app.sql(`do $$ begin
      set local role authenticated;
      perform set_config('request.jwt.claims', '{"sub":"${id}","role":"authenticated"}', true);
      update ai_budgets set daily_cents = 0;
      update ai_spend set spent_micros = 0;
    end $$`);
    expect((await client.get('/api/ai/budget')).body.data).toMatchObject({ limit_usd: 0.05 });
  });
});
