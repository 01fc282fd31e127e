import { randomUUID } from 'node:crypto';
import type { PGlite } from '@electric-sql/pglite';
import { migrate } from '#platform/database/migrator';
import { bareDatabase } from '../../support/bare-database.js';
import { schemaConnection } from '../../support/schema-connection.js';

const FORMER = `
  create role anon nologin noinherit;
  create role authenticated nologin noinherit;
  create table ai_model_configs (
    id uuid primary key default gen_random_uuid(),
    provider text not null check (provider in ('openai', 'anthropic', 'google', 'mistral')),
    model_name text not null,
    model_type text not null check (model_type in ('flagship', 'fast', 'legacy')),
    is_active boolean not null default true,
    is_default boolean not null default false,
    capabilities jsonb not null default '{}',
    pricing jsonb not null,
    max_tokens integer not null default 4000,
    context_window integer not null,
    created_at timestamptz default now(),
    updated_at timestamptz default now(),
    unique (provider, model_name)
  );
  create table ai_model_update_logs (id bigserial primary key, update_type text not null, models_added jsonb not null);
  alter table ai_model_configs enable row level security;
  alter table ai_model_update_logs enable row level security;
  create policy "Anybody signed in" on ai_model_configs for all to authenticated using (true) with check (true);
  create policy "Anybody at all" on ai_model_update_logs for all using (true);
  grant all on ai_model_configs, ai_model_update_logs to anon, authenticated;
  insert into ai_model_configs (provider, model_name, model_type, is_default, pricing, context_window)
    values ('openai', 'gpt-5', 'flagship', true, '{"input_per_mtok": 2.5}', 400000);
  insert into ai_model_update_logs (update_type, models_added) values ('monthly', '[]');`;

let postgres: PGlite;
beforeAll(async () => {
  postgres = await bareDatabase();
  await postgres.exec(FORMER);
  await migrate(schemaConnection(postgres));
});
afterAll(() => postgres.close());

/** With the token of somebody who has signed in, as the REST interface of Supabase runs it. */
const signedIn = (sql: string) =>
  postgres.transaction(async (transaction) => {
    const claims = JSON.stringify({ sub: randomUUID(), role: 'authenticated' });
    await transaction.query(`select set_config('request.jwt.claims', $1, true)`, [claims]);
    await transaction.exec('set local role authenticated');
    return (await transaction.query<Record<string, unknown>>(sql)).rows;
  });

describe('a project that already has tables about AI models', () => {
  it('keeps its rows, and they take what is kept in them from now on', async () => {
    await postgres.exec(`
      insert into ai_model_configs (provider, model_name, available, checked_at) values ('openai', 'o3', true, now());
      insert into ai_model_update_logs (provider, proposed) values ('openai', array['gpt-99']);`);
    const { rows } = await postgres.query(
      'select model_name, is_default, is_active, set_by, available from ai_model_configs order by model_name',
    );
    expect(rows).toEqual([
      { model_name: 'gpt-5', is_default: true, is_active: true, set_by: null, available: null },
      { model_name: 'o3', is_default: null, is_active: null, set_by: null, available: true },
    ]);
    expect((await postgres.query('select * from ai_model_update_logs')).rows).toHaveLength(2);
  });

  it('loses what was open in them: no token changes a model, or tells who has', async () => {
    expect(
      await signedIn(`select api_id, pricing, available from ai_model_configs where model_name = 'gpt-5'`),
    ).toEqual([{ api_id: null, pricing: { input_per_mtok: 2.5 }, available: null }]);
    for (const sql of [
      `update ai_model_configs set api_id = 'gpt-5-dear', pricing = '{}'`,
      `insert into ai_model_configs (provider, model_name) values ('openai', 'mine')`,
      'delete from ai_model_configs',
      'truncate ai_model_configs',
      'select set_by from ai_model_configs',
      'select * from ai_model_update_logs',
    ])
      expect([sql, await signedIn(sql).catch(({ code }) => code)]).toEqual([sql, '42501']);
    const { rows } = await postgres.query(
      `select policyname from pg_policies where tablename like 'ai_model_%' order by 1`,
    );
    expect(rows).toEqual(
      ['ai_model_configs_read', 'ai_model_configs_service', 'ai_model_update_logs_service'].map(
        (policyname) => ({ policyname }),
      ),
    );
  });
});
