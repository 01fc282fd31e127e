import { setTimeout as sleep } from 'node:timers/promises';
import type { AiAttempt } from '#platform/ai/usage/ai-attempt';
import { AiUsageLog } from '#platform/ai/usage/ai-usage-log';
import { startApp, type TestApp } from '../../support/app.js';
import type { TestClient } from '../../support/client.js';
import { onPostgres } from '../../support/where.js';

let app: TestApp;
let id: string;
let client: TestClient;
beforeAll(async () => {
  app = await startApp({ roles: 'web' });
});
beforeEach(async () => {
  ({ id, client } = await app.newUser());
});
afterAll(() => app.close());

const attempt = (fields: Partial<AiAttempt> = {}): AiAttempt => ({
  userId: id,
  feature: 'content.post',
  provider: 'openai',
  model: 'gpt-5-mini',
  keyOwner: 'platform',
  outcome: 'ok',
  usage: { input: 100, cachedInput: 40, output: 10 },
  costMicros: 250,
  latencyMs: 1_000,
  firstTokenMs: null,
  runId: null,
  promptVersion: null,
  at: new Date('2026-11-20T12:00:00Z'),
  ...fields,
});
const note = async (...attempts: Partial<AiAttempt>[]) => {
  for (const fields of attempts) app.get(AiUsageLog).note(attempt(fields));
  await app.get(AiUsageLog).flush();
};
/** What rows come to, added up by hand. */
const addedUp = (rows: readonly AiAttempt[]) => {
  const sum = (count: (row: AiAttempt) => number) => rows.reduce((total, row) => total + count(row), 0);
  const priced = rows.filter(({ costMicros }) => costMicros !== null);
  const cost = sum(({ costMicros }) => costMicros ?? 0);
  return {
    calls: rows.length,
    failures: rows.filter(({ outcome }) => outcome !== 'ok').length,
    input_tokens: sum((row) => row.usage.input),
    cached_input_tokens: sum((row) => row.usage.cachedInput),
    output_tokens: sum((row) => row.usage.output),
    cost_micros: priced.length === 0 ? null : cost,
    unpriced_calls: rows.length - priced.length,
  };
};
const NOVEMBER = 'from=2026-11-01&to=2026-11-30';
const usage = async (query = NOVEMBER) => (await client.get(`/api/ai/usage?${query}`)).body.data;
const rows = () => app.sql<{ feature: string }>('select feature from ai_usage where user_id = $1', [id]);

describe('what AI calls used', () => {
  it('is added up for its owner by day, the newest first', async () => {
    await note(
      { at: new Date('2026-11-01T00:00:00Z'), costMicros: 3 },
      { at: new Date('2026-11-30T23:59:59.999Z'), latencyMs: 3_000 },
      { at: new Date('2026-11-30T10:00:00Z'), outcome: 'limited', costMicros: 0, latencyMs: 20 },
      { at: new Date('2026-10-31T23:59:59.999Z') },
      { at: new Date('2026-12-01T00:00:00Z') },
    );
    expect(await usage()).toEqual({
      from: '2026-11-01',
      to: '2026-11-30',
      group: 'day',
      totals: {
        calls: 3,
        failures: 1,
        input_tokens: 300,
        cached_input_tokens: 120,
        output_tokens: 30,
        cost_micros: 253,
        cost_usd: 0.000253,
        unpriced_calls: 0,
        latency_p50_ms: 1_000,
        latency_p95_ms: 3_000,
      },
      groups: [
        expect.objectContaining({ key: '2026-11-30', calls: 2, failures: 1, cost_micros: 250 }),
        expect.objectContaining({ key: '2026-11-01', calls: 1, failures: 0, cost_micros: 3 }),
      ],
    });
  });

  it('is added up by feature and by model, the busiest first', async () => {
    await note({ feature: 'a' }, { feature: 'b', model: 'o3' }, { feature: 'b' });
    const keys = (data: { groups: { key: string; calls: number }[] }) =>
      data.groups.map(({ key, calls }) => [key, calls]);
    expect(keys(await usage(`${NOVEMBER}&group=feature`))).toEqual([
      ['b', 2],
      ['a', 1],
    ]);
    expect(keys(await usage(`${NOVEMBER}&group=model`))).toEqual([
      ['gpt-5-mini', 2],
      ['o3', 1],
    ]);
  });

  it('is what its rows say, of nobody else’s, whoever’s key paid', async () => {
    const other = await app.newUser();
    const of = (at: number): AiAttempt =>
      attempt({
        userId: [id, other.id, null][at % 3] ?? null,
        feature: `feature-${at % 4}`,
        model: `model-${at % 5}`,
        keyOwner: at % 2 === 0 ? 'user' : 'platform',
        outcome: at % 7 === 0 ? 'timeout' : 'ok',
        usage: { input: 100 + at, cachedInput: at, output: 3 * at },
        costMicros: at % 6 === 0 ? null : 10 * at,
        at: new Date(Date.UTC(2026, 10, 2 + (at % 3), at % 24, 59, 59, 999)),
      });
    const attempts = Array.from({ length: 90 }, (_, at) => of(at));
    await note(...attempts);
    const keyOf = {
      day: ({ at }: AiAttempt) => at.toISOString().slice(0, 10),
      feature: ({ feature }: AiAttempt) => feature,
      model: ({ model }: AiAttempt) => model,
    };
    for (const [owner, asking] of [
      [id, client],
      [other.id, other.client],
    ] as const) {
      const mine = attempts.filter(({ userId }) => userId === owner);
      for (const group of ['day', 'feature', 'model'] as const) {
        const { body } = await asking.get(`/api/ai/usage?${NOVEMBER}&group=${group}`);
        expect(body.data.totals).toMatchObject(addedUp(mine));
        const groups = [...Map.groupBy(mine, keyOf[group])];
        const expected = groups.map(([key, all]) => expect.objectContaining({ key, ...addedUp(all) }));
        expect(body.data.groups).toHaveLength(groups.length);
        expect(body.data.groups).toEqual(expect.arrayContaining(expected));
      }
    }
  });

  it('counts a day of UTC from its first instant to its last', async () => {
    await note(
      { at: new Date('2026-11-09T23:59:59.999Z'), costMicros: 1 },
      { at: new Date('2026-11-10T00:00:00.000Z'), costMicros: 10 },
      { at: new Date('2026-11-10T23:59:59.999Z'), costMicros: 100 },
      { at: new Date('2026-11-11T00:00:00.000Z'), costMicros: 1_000 },
    );
    const cost = async (query: string) => (await usage(query)).totals.cost_micros;
    expect(await cost('from=2026-11-10&to=2026-11-10')).toBe(110);
    expect(await cost('from=2026-11-09&to=2026-11-10')).toBe(111);
    expect(await cost('from=2026-11-10&to=2026-11-11')).toBe(1_110);
    expect(await cost('to=2026-11-10')).toBe(111);
  });

  it('has no cost where no price is known, rather than none to pay', async () => {
    await note({ costMicros: null });
    expect((await usage()).totals).toMatchObject({ cost_micros: null, cost_usd: null, unpriced_calls: 1 });
    await note({ costMicros: 5 });
    expect((await usage()).totals).toMatchObject({ cost_micros: 5, cost_usd: 0.000005, unpriced_calls: 1 });
  });

  it('is nothing for somebody who has asked nothing, these 30 days', async () => {
    const today = new Date().toISOString().slice(0, 10);
    const data = await usage('');
    expect(data).toMatchObject({
      to: today,
      groups: [],
      totals: { calls: 0, cost_micros: 0, latency_p50_ms: null },
    });
    expect(Date.parse(data.to) - Date.parse(data.from)).toBe(29 * 86_400_000);
  });

  it('is shown to nobody else', async () => {
    await note({});
    const other = await app.as();
    expect((await other.get(`/api/ai/usage?${NOVEMBER}`)).body.data.totals.calls).toBe(0);
    expect((await app.anonymous.get('/api/ai/usage')).status).toBe(401);
  });

  it.each([
    ['from=2026-11-31', 400],
    ['from=2026-W40', 400],
    ['from=yesterday', 400],
    ['group=user', 400],
    ['user_id=x', 400],
    ['from=2026-11-02&to=2026-11-01', 422],
    ['from=2025-11-01&to=2026-11-02', 422],
  ])('is refused for %s', async (query, status) => {
    expect((await client.get(`/api/ai/usage?${query}`)).status).toBe(status);
  });

  it('cannot be written with a token, past the application', async () => {
    const write = (userId: string) => `do $$ begin
      set local role authenticated;
      perform set_config('request.jwt.claims', '{"sub":"${userId}","role":"authenticated"}', true);
      insert into ai_usage (id, user_id, feature, provider, model, key_owner, outcome, input_tokens,
        cached_input_tokens, output_tokens, latency_ms, at)
      values (gen_random_uuid(), '${userId}', 'x', 'openai', 'x', 'platform', 'ok', 0, 0, 0, 0, now());
    end $$`;
    await expect(app.sql(write(id))).rejects.toThrow(/row-level security/);
  });
});

describe('the log of AI usage', () => {
  const until = async (done: () => Promise<boolean>) => {
    const end = Date.now() + 5_000;
    while (!(await done())) {
      if (Date.now() > end) throw new Error('not within 5 s');
      await sleep(20);
    }
  };

  it('writes by itself, soon after', async () => {
    app.get(AiUsageLog).note(attempt());
    await until(async () => (await rows()).length === 1);
  });

  it('writes far more than one batch, each row once', async () => {
    await note(...Array.from({ length: 700 }, () => ({})));
    expect(await rows()).toHaveLength(700);
  });

  it('leaves out a row that cannot be kept, and keeps its neighbours', async () => {
    await note({ feature: 'before' }, { feature: 'a NUL \0' }, { userId: 'nobody' }, { feature: 'after' });
    expect((await rows()).map(({ feature }) => feature).toSorted()).toEqual(['after', 'before']);
    const metrics = await app.anonymous.get('/metrics');
    expect(metrics.text).toMatch(/^ai_usage_rows_dropped_total 2$/m);
  });

  onPostgres('writes what waits before the process ends', async () => {
    const leaving = await startApp({ roles: 'web', beside: app });
    leaving.get(AiUsageLog).note(attempt({ feature: 'last words' }));
    await leaving.close();
    expect(await rows()).toEqual([{ feature: 'last words' }]);
  });
});
