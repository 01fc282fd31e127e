import { randomUUID } from 'node:crypto';
import type { PGlite } from '@electric-sql/pglite';
import { migrate } from '#platform/database/migrator';
import { bareDatabase } from '../../support/bare-database.js';
import { schemaConnection } from '../../support/schema-connection.js';

const OWNER = randomUUID();
/** As an existing project has them, readable and changeable by everybody who is signed in. */
const FORMER = `
  create role anon nologin noinherit;
  create role authenticated nologin noinherit;
  create schema auth;
  create function auth.uid() returns uuid language sql stable as
    $$ select (current_setting('request.jwt.claims', true)::jsonb ->> 'sub')::uuid $$;
  create table analytics_reports (
    id text primary key, user_id uuid not null, title text not null, report_type text not null,
    period_start timestamptz not null, period_end timestamptz not null, metrics jsonb not null, insights jsonb,
    recommendations jsonb, executive_summary text, created_at timestamptz default now()
  );
  create table ai_insights (
    id text primary key, user_id uuid not null, level text not null, title text not null, description text not null,
    impact_score numeric, recommendations jsonb, timestamp timestamptz default now()
  );
  alter table analytics_reports enable row level security;
  alter table ai_insights enable row level security;
  create policy "Authenticated users can view analytics reports" on analytics_reports for select using (true);
  create policy "Authenticated users can view AI insights" on ai_insights for select using (true);
  insert into analytics_reports (id, user_id, title, report_type, period_start, period_end, metrics, created_at) values
    ('report_weekly_1', '${OWNER}', 'Week', 'weekly', '2025-01-01Z', '2025-01-08Z', '{}', null),
    ('report_weekly_2', '${randomUUID()}', 'Week', 'weekly', '2025-01-01Z', '2025-01-08Z', '{}', null);
  insert into ai_insights (id, user_id, level, title, description, timestamp) values
    ('one', '${OWNER}', 'high', 'Mine', 'Up', '2025-01-02T03:04:05Z'), ('two', '${randomUUID()}', 'low', 'Theirs', 'Down', null);`;

let postgres: PGlite;
beforeAll(async () => {
  postgres = await bareDatabase();
  await postgres.exec(FORMER);
  await migrate(schemaConnection(postgres));
});
afterAll(() => postgres.close());

describe('a project that already has reports and insights', () => {
  it('keeps them, dated by what they had', async () => {
    const { rows: reports } = await postgres.query(
      `select id, created_at from analytics_reports where user_id = '${OWNER}'`,
    );
    expect(reports).toEqual([{ id: 'report_weekly_1', created_at: new Date('2025-01-08T00:00:00Z') }]);
    const { rows: insights } = await postgres.query(
      `select kind, impact, created_at from ai_insights where user_id = '${OWNER}'`,
    );
    expect(insights).toEqual([
      { kind: 'trend', impact: 'neutral', created_at: new Date('2025-01-02T03:04:05Z') },
    ]);
  });

  it('no longer shows them to everybody who is signed in', async () => {
    const seen = await postgres.transaction(async (transaction) => {
      const claims = JSON.stringify({ sub: OWNER, role: 'authenticated' });
      await transaction.query(`select set_config('request.jwt.claims', $1, true)`, [claims]);
      await transaction.exec('set local role authenticated');
      return (
        await transaction.query(`select id from analytics_reports union all select id from ai_insights`)
      ).rows;
    });
    expect(seen).toEqual([{ id: 'report_weekly_1' }, { id: 'one' }]);
  });
});
