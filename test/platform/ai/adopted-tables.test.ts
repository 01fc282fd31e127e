import { PGlite } from '@electric-sql/pglite';
import { migrate } from '#platform/database/migrator';

let postgres: PGlite;
beforeAll(async () => {
  postgres = await PGlite.create();
}, 60_000);
afterAll(() => postgres.close());

describe('a project that already has tables about AI models', () => {
  it('keeps its rows, and they take what is kept in them from now on', async () => {
    await postgres.exec(`
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
      insert into ai_model_configs (provider, model_name, model_type, is_default, pricing, context_window)
        values ('openai', 'gpt-5', 'flagship', true, '{"input_per_mtok": 2.5}', 400000);
      insert into ai_model_update_logs (update_type, models_added) values ('monthly', '[]');`);
    await migrate({
      run: async (sql) => void (await postgres.exec(sql)),
      rows: async <Row>(sql: string) => (await postgres.exec(sql)).flatMap((result) => result.rows as Row[]),
      query: async <Row>(sql: string, values: unknown[]) => (await postgres.query<Row>(sql, values)).rows,
    });
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
  }, 60_000);
});
