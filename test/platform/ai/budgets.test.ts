import { randomUUID } from 'node:crypto';
import { AiBudgets } from '#platform/ai/usage/ai-budgets';
import { AiUsageLog } from '#platform/ai/usage/ai-usage-log';
import type { JobHandler } from '#platform/jobs/job';
import { ExpireReservationsHandler } from '#platform/ai/usage/reservation.clock';
import { startApp, type TestApp } from '../../support/app.js';
import type { TestClient } from '../../support/client.js';
import { onPostgres } from '../../support/where.js';

const CENT = 10_000;
/** In the middle of a day, so that no test is cut by midnight. */
const NOON = new Date('2026-11-20T12:00:00Z');
const DAY = '2026-11-20';
const MODEL = { name: 'gpt-6-sol' };

let app: TestApp;
let admin: TestClient;
let id: string;
beforeAll(async () => {
  app = await startApp({ roles: 'web', settings: { AI_DAILY_BUDGET_CENTS: '1' } });
  admin = await app.as(undefined, { admin: true });
});
beforeEach(() => {
  id = randomUUID();
});
afterAll(() => app.close());

const reserve = (micros: number, options: { keyOwner?: 'user' | 'platform'; at?: Date } = {}, from = app) =>
  from.get(AiBudgets).reserve(id, micros, { model: MODEL, at: NOON, ...options });
const settled = (from = app) => from.get(AiUsageLog).flush();
const spend = async (day = DAY) => {
  const [row] = await app.sql<{ spent: number; reserved: number }>(
    `select spent_micros::int as spent, reserved_micros::int as reserved from ai_spend where user_id = $1 and day = $2`,
    [id, day],
  );
  return row;
};
const held = () => app.sql('select micros from app.ai_reservations where user_id = $1', [id]);
const refused = { code: 'ai/budget-exceeded', kind: 'too-many' };

describe('a daily budget for AI', () => {
  it('is set aside before a call, and what the call did not spend is given back', async () => {
    const call = await reserve(6_000);
    expect(await spend()).toEqual({ spent: 0, reserved: 6_000 });
    await expect(reserve(4_001)).rejects.toMatchObject(refused);
    call.settle(1_000);
    await settled();
    expect(await spend()).toEqual({ spent: 1_000, reserved: 0 });
    expect(await held()).toEqual([]);
    (await reserve(9_000)).settle(0);
  });

  it('stops calls until midnight UTC, and says when that is', async () => {
    (await reserve(CENT)).settle(CENT);
    await settled();
    await expect(reserve(0, { at: new Date('2026-11-20T23:59:30Z') })).rejects.toMatchObject({
      ...refused,
      retryAfter: 30,
    });
    const next = await reserve(CENT, { at: new Date('2026-11-21T00:00:00Z') });
    next.settle(5);
    await settled();
    expect(await spend()).toEqual({ spent: CENT, reserved: 0 });
    expect(await spend('2026-11-21')).toEqual({ spent: 5, reserved: 0 });
  });

  it('counts the estimate where the price is unknown, and a call that is settled twice once', async () => {
    const unknown = await reserve(3_000);
    const known = await reserve(2_000);
    unknown.settle(null);
    known.settle(500);
    known.settle(500);
    unknown.settle(null);
    await settled();
    expect(await spend()).toEqual({ spent: 3_500, reserved: 0 });
  });

  it('warns once most of it is used', async () => {
    expect((await reserve(7_999)).warning).toBe(false);
    expect((await reserve(1)).warning).toBe(true);
  });

  it('is never exceeded by many calls at once, and is used up by those that fit', async () => {
    const calls = await Promise.allSettled(Array.from({ length: 100 }, () => reserve(300)));
    const granted = calls.filter(({ status }) => status === 'fulfilled');
    expect(granted).toHaveLength(33);
    expect(await spend()).toEqual({ spent: 0, reserved: 9_900 });
    for (const call of granted) if (call.status === 'fulfilled') call.value.settle(200);
    await settled();
    expect(await spend()).toEqual({ spent: 6_600, reserved: 0 });
    expect(await held()).toEqual([]);
  });

  it('of one user leaves the others theirs, when all ask at once', async () => {
    const users = Array.from({ length: 40 }, () => randomUUID());
    const ask = (user: string) => app.get(AiBudgets).reserve(user, 6_000, { model: MODEL, at: NOON });
    const outcomes = await Promise.allSettled([...users, ...users].map(ask));
    const first = outcomes.slice(0, 40).filter(({ status }) => status === 'fulfilled').length;
    const second = outcomes.slice(40).filter(({ status }) => status === 'fulfilled').length;
    expect(first + second).toBe(40);
  });

  it('asks the database once for calls that come together', async () => {
    await admin.put(`/api/ai/budgets/${id}`, { daily_cents: 1_000 });
    await reserve(1);
    const before = (await held()).length;
    await Promise.all(Array.from({ length: 100 }, () => reserve(10)));
    expect((await held()).length - before).toBeLessThanOrEqual(2);
    expect(await spend()).toEqual({ spent: 0, reserved: 1_001 });
  });

  it('does not count the user’s own key unless that is set', async () => {
    (await reserve(50 * CENT, { keyOwner: 'user' })).settle(50 * CENT);
    await settled();
    expect(await spend()).toBeUndefined();
    await admin.put(`/api/ai/budgets/${id}`, { daily_cents: 1, own_keys: true });
    await expect(reserve(2 * CENT, { keyOwner: 'user' })).rejects.toMatchObject(refused);
  });

  it('gives back what a dead process had set aside, and counts a call that ends after that', async () => {
    const lost = await reserve(4_000);
    await reserve(5_000);
    await app.sql(
      `update app.ai_reservations set expires_at = now() - interval '1 second' where user_id = $1 and micros = 4000`,
      [id],
    );
    const handler: JobHandler<object> = app.get(ExpireReservationsHandler);
    await handler.handle({}, { id: randomUUID(), attempt: 1, signal: new AbortController().signal });
    expect(await spend()).toEqual({ spent: 0, reserved: 5_000 });
    lost.settle(300);
    await settled();
    expect(await spend()).toEqual({ spent: 300, reserved: 5_000 });
  });

  onPostgres('is not exceeded by several instances together', async () => {
    const other = await startApp({
      roles: 'web',
      beside: app,
      settings: { AI_DAILY_BUDGET_CENTS: '1' },
    });
    try {
      const all = Array.from({ length: 200 }, (_, at) => reserve(300, {}, at % 2 ? app : other));
      const granted = (await Promise.allSettled(all)).filter(({ status }) => status === 'fulfilled');
      expect(granted).toHaveLength(33);
      for (const call of granted) if (call.status === 'fulfilled') call.value.settle(100);
      await Promise.all([settled(), settled(other)]);
      expect(await spend()).toEqual({ spent: 3_300, reserved: 0 });
    } finally {
      await other.close();
    }
  });
});

describe('somebody without a limit', () => {
  beforeEach(() => admin.put(`/api/ai/budgets/${id}`, { daily_cents: 0 }));

  it('is never stopped, costs no statement before a call, and still sees what was spent', async () => {
    const calls = await Promise.all(Array.from({ length: 10 }, () => reserve(50 * CENT)));
    expect(await spend()).toBeUndefined();
    for (const call of calls) call.settle(100);
    await settled();
    expect(await spend()).toEqual({ spent: 1_000, reserved: 0 });
  });

  it('has what was spent held against a limit that comes later', async () => {
    (await reserve(1)).settle(CENT);
    await settled();
    await admin.put(`/api/ai/budgets/${id}`, { daily_cents: 1 });
    await expect(reserve(1)).rejects.toMatchObject(refused);
  });
});
