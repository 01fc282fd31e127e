import { randomUUID } from 'node:crypto';
import type { PGlite } from '@electric-sql/pglite';
import { migrate } from '#platform/database/migrator';
import { bareDatabase } from '../../support/bare-database.js';

const OWNER = randomUUID();

/** The table as a project of before has it, secrets in the clear and an open policy. */
const FORMER = `
  create role anon nologin noinherit;
  create role authenticated nologin noinherit;
  create role service_role nologin noinherit;
  create table webhooks (
    id uuid primary key default gen_random_uuid(), user_id uuid not null, name text not null, url text not null,
    events text[] default '{}', is_active boolean default true, secret_token text, last_triggered_at timestamptz,
    last_response_code integer, retry_count integer default 0, created_at timestamptz default now(),
    updated_at timestamptz default now());
  alter table webhooks enable row level security;
  create policy "Anybody" on webhooks for all using (true);
  insert into webhooks (user_id, name, url, events, secret_token, retry_count) values
    ('${OWNER}', 'CRM', 'https://crm.example.com/', array['lead.created'], 'canary-in-the-clear', 3),
    ('${OWNER}', 'Bare', 'https://bare.example.com/', null, null, null);`;

let postgres: PGlite;
beforeAll(async () => {
  postgres = await bareDatabase();
  await postgres.exec(FORMER);
  await migrate({
    run: async (sql) => void (await postgres.exec(sql)),
    rows: async <Row>(sql: string) => (await postgres.exec(sql)).flatMap((result) => result.rows as Row[]),
    query: async <Row>(sql: string, values: unknown[]) => (await postgres.query<Row>(sql, values)).rows,
  });
});
afterAll(() => postgres.close());

describe('webhooks of a project of before', () => {
  it('rest until their owner lets a secret be made, and have none in the clear', async () => {
    const { rows } = await postgres.query(
      'select name, events, is_active, disabled_reason, secret_token, retry_count from webhooks order by name desc',
    );
    const resting = { is_active: false, disabled_reason: 'owner', secret_token: null, retry_count: 0 };
    expect(rows).toEqual([
      { name: 'CRM', events: ['lead.created'], ...resting },
      { name: 'Bare', events: [], ...resting },
    ]);
  });

  it('are nobody else`s any more', async () => {
    const { rows } = await postgres.query<{ policyname: string }>(
      `select policyname from pg_policies where tablename = 'webhooks' order by policyname`,
    );
    expect(rows.map(({ policyname }) => policyname)).toEqual([
      'webhooks_own',
      'webhooks_read',
      'webhooks_service',
    ]);
  });
});
