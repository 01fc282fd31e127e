import { randomUUID } from 'node:crypto';
import { RetentionClock } from '#platform/retention/retention.clock';
import { startApp, type TestApp } from '../../support/app.js';

let app: TestApp;
beforeAll(async () => {
  app = await startApp({
    roles: 'web,worker,clock',
    settings: {
      AI_USAGE_RETENTION_DAYS: '30',
      AGENT_RUN_RETENTION_DAYS: '20',
      SECRET_AUDIT_RETENTION_DAYS: '10',
      SCRAPE_RETENTION_DAYS: '5',
    },
  });
});
afterAll(() => app.close());

const user = randomUUID();
const EVERY_TABLE = [
  'ai_usage',
  'agent_runs',
  'secret_audit_logs',
  'scrape_results',
  'app.idempotency_keys',
  'app.rate_windows',
];

/** Adds rows that became so old. */
const add = {
  ai_usage: (age: string, rows: number) =>
    app.sql(
      `insert into ai_usage (id, user_id, feature, provider, model, key_owner, outcome, input_tokens,
         cached_input_tokens, output_tokens, latency_ms, at)
       select gen_random_uuid(), $1, $2::text, 'openai', 'gpt-5-mini', 'platform', 'ok', 1, 0, 1, 1, now() - $2::text::interval
       from generate_series(1, $3::int)`,
      [user, age, rows],
    ),
  agent_runs: (age: string, rows: number, status = 'completed') =>
    app.sql(
      `insert into agent_runs (id, user_id, agent, task, status, input, created_at, finished_at)
       select gen_random_uuid(), $1, 'lead', 'score_leads', $4, '{}', now() - $2::text::interval,
         case when $4 = 'completed' then now() - $2::text::interval end
       from generate_series(1, $3::int)`,
      [user, age, rows, status],
    ),
  secret_audit_logs: (age: string, rows: number) =>
    app.sql(
      `insert into secret_audit_logs (user_id, service_name, operation, success, created_at)
       select $1, $2::text, 'read', true, now() - $2::text::interval from generate_series(1, $3::int)`,
      [user, age, rows],
    ),
  scrape_results: (age: string, rows: number) =>
    app.sql(
      `with read as (
         insert into scrape_results (user_id, url, scrape_type, status, created_at)
         select $1, 'https://example.com', 'webpage', 'completed', now() - $2::text::interval from generate_series(1, $3::int)
         returning id, user_id
       ) insert into scrape_schedules (user_id, name, scrape_type, config, schedule_cron, last_result_id)
       select user_id, $2, 'webpage', '{}', '0 9 * * *', id from read limit 1`,
      [user, age, rows],
    ),
  'app.idempotency_keys': (age: string, rows: number) =>
    app.sql(
      `insert into app.idempotency_keys (scope, key, request_hash, locked_until, created_at)
       select $1, $2::text || number, '', now(), now() - $2::text::interval from generate_series(1, $3::int) number`,
      [user, age, rows],
    ),
  'app.rate_windows': (age: string, rows: number) =>
    app.sql(
      `insert into app.rate_windows (subject, window_start, hits)
       select $1 || number, now() - $2::text::interval, 1 from generate_series(1, $3::int) number`,
      [user, age, rows],
    ),
};

const left = async () => {
  const counts = EVERY_TABLE.map((table) => `select '${table}' as what, count(*)::int as rows from ${table}`);
  const found = await app.sql<{ what: string; rows: number }>(counts.join(' union all '));
  return Object.fromEntries(found.map(({ what, rows }) => [what, rows]));
};

async function tick(): Promise<void> {
  await app.sql(`delete from pgboss.job where name = 'retention.forget-old'`);
  await app.get(RetentionClock).tick();
  await app.drainJobs();
}

describe('records that are older than the settings keep them', () => {
  it('are forgotten when the clock ticks, however many, and younger ones are not', async () => {
    await add.ai_usage('30 days 1 minute', 2_100);
    await add.ai_usage('29 days 23 hours', 3);
    await add.agent_runs('20 days 1 minute', 7);
    await add.agent_runs('20 days 1 minute', 1, 'waiting');
    await add.agent_runs('19 days 23 hours', 2);
    await add.secret_audit_logs('10 days 1 minute', 1_000);
    await add.secret_audit_logs('9 days', 4);
    await add.scrape_results('5 days 1 minute', 3);
    await add.scrape_results('4 days', 2);
    await add['app.idempotency_keys']('26 hours', 5);
    await add['app.idempotency_keys']('24 hours', 2);
    await add['app.rate_windows']('11 minutes', 5);
    await add['app.rate_windows']('9 minutes', 6);
    await tick();
    expect(await left()).toEqual({
      ai_usage: 3,
      agent_runs: 3,
      secret_audit_logs: 4,
      scrape_results: 2,
      'app.idempotency_keys': 2,
      'app.rate_windows': 6,
    });
    expect(await app.sql('select name from scrape_schedules where last_result_id is null')).toEqual([
      { name: '5 days 1 minute' },
    ]);
    await tick();
    expect(await left()).toMatchObject({ ai_usage: 3, secret_audit_logs: 4 });
  });

  it.each([
    ['ai_usage', 'at'],
    ['agent_runs', 'finished_at'],
    ['secret_audit_logs', 'created_at'],
    ['scrape_results', 'created_at'],
    ['app.idempotency_keys', 'created_at'],
    ['app.rate_windows', 'window_start'],
  ])('of %s are found by an index on their time', async (table, column) => {
    const [schema, name] = table.includes('.') ? table.split('.') : ['public', table];
    const found = await app.sql(
      `select 1 from pg_indexes where schemaname = $1 and tablename = $2 and indexdef like $3`,
      [schema, name, `%(${column})`],
    );
    expect(found).toHaveLength(1);
  });
});
