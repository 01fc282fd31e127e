import { randomUUID } from 'node:crypto';
import type { PGlite } from '@electric-sql/pglite';
import { migrate } from '#platform/database/migrator';
import { bareDatabase } from '../../support/bare-database.js';
import { schemaConnection } from '../../support/schema-connection.js';

const OWNER = randomUUID();
/** As an existing project has it, whose dates and keywords may be missing. */
const FORMER = `
  create role anon nologin noinherit;
  create role authenticated nologin noinherit;
  create schema auth;
  create function auth.uid() returns uuid language sql stable as
    $$ select (current_setting('request.jwt.claims', true)::jsonb ->> 'sub')::uuid $$;
  create table keyword_research (
    id uuid primary key default gen_random_uuid(),
    created_by uuid not null,
    query text not null,
    keywords jsonb default '[]',
    created_at timestamptz default now(),
    updated_at timestamptz default now()
  );
  alter table keyword_research enable row level security;
  create policy "Users can view their own keyword research" on keyword_research for select using (created_by = auth.uid());
  insert into keyword_research (created_by, query, keywords, created_at)
    values ('${OWNER}', 'shoes', '[{"keyword": "shoes"}]', '2025-01-02T03:04:05Z'), ('${randomUUID()}', 'boots', null, null);`;

let postgres: PGlite;
beforeAll(async () => {
  postgres = await bareDatabase();
  await postgres.exec(FORMER);
  await migrate(schemaConnection(postgres));
});
afterAll(() => postgres.close());

describe('a project that already has keyword research', () => {
  it('keeps its rows, which count as estimates', async () => {
    const { rows } = await postgres.query(
      `select query, keywords, kind, source, estimated, clusters, created_at is null as undated from keyword_research order by query`,
    );
    const kept = { kind: 'research', source: 'estimator', estimated: true, clusters: [], undated: false };
    expect(rows).toEqual([
      { ...kept, query: 'boots', keywords: [] },
      { ...kept, query: 'shoes', keywords: [{ keyword: 'shoes' }] },
    ]);
  });

  it('shows a token the rows of its owner and no others', async () => {
    const rows = await postgres.transaction(async (transaction) => {
      const claims = JSON.stringify({ sub: OWNER, role: 'authenticated' });
      await transaction.query(`select set_config('request.jwt.claims', $1, true)`, [claims]);
      await transaction.exec('set local role authenticated');
      return (await transaction.query('select query from keyword_research')).rows;
    });
    expect(rows).toEqual([{ query: 'shoes' }]);
  });
});
