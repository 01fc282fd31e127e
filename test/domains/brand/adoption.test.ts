import { randomUUID } from 'node:crypto';
import { migrate } from '#platform/database/migrator';
import { bareDatabase } from '../../support/bare-database.js';

const FORMER = `
  create role anon nologin noinherit;
  create role authenticated nologin noinherit;
  create table brand_assets (
    id uuid primary key default gen_random_uuid(), name text not null, type text not null, asset_data jsonb not null,
    is_primary boolean, created_by uuid, created_at timestamptz default now(), updated_at timestamptz default now());
  create table brand_positioning_analyses (
    id uuid primary key default gen_random_uuid(), user_id uuid not null, positioning_statement text not null,
    differentiators jsonb default '[]', brand_tone jsonb default '{}', three_cs_analysis jsonb default '{}',
    recommendations jsonb default '[]', input_data jsonb default '{}', created_at timestamptz default now());
  alter table brand_assets enable row level security;
  create policy "Anybody signed in" on brand_assets for all to authenticated using (true);
  grant all on brand_assets to anon, authenticated;`;

describe('an existing project that has brand assets', () => {
  it('keeps them and those that belong to nobody, and loses what was open in it', async () => {
    const postgres = await bareDatabase();
    await postgres.exec(FORMER);
    const owner = randomUUID();
    await postgres.query(
      `insert into brand_assets (name, type, asset_data, created_by, created_at) values
        ('Mine', 'logo', '{"url": "https://example.com/a.png"}', $1, null), ('Nobody’s', 'logo', '{}', null, now())`,
      [owner],
    );
    await postgres.query(
      `insert into brand_positioning_analyses (user_id, positioning_statement, created_at) values ($1, 'For all.', null)`,
      [owner],
    );
    await migrate({
      run: async (sql) => void (await postgres.exec(sql)),
      rows: async <Row>(sql: string) => (await postgres.exec(sql)).flatMap((result) => result.rows as Row[]),
      query: async <Row>(sql: string, values: unknown[]) => (await postgres.query<Row>(sql, values)).rows,
    });
    const rows = async (sql: string) => (await postgres.query<Record<string, unknown>>(sql)).rows;
    expect(
      await rows('select name, created_at is not null as dated from brand_assets order by name'),
    ).toEqual([
      { name: 'Mine', dated: true },
      { name: 'Nobody’s', dated: true },
    ]);
    expect(await rows('select updated_at is not null as dated from brand_positioning_analyses')).toEqual([
      { dated: true },
    ]);
    const policies = await rows(
      `select policyname from pg_policies where tablename = 'brand_assets' order by 1`,
    );
    expect(policies.map(({ policyname }) => policyname)).toEqual([
      'brand_assets_own',
      'brand_assets_service',
    ]);
    const seen = await postgres.transaction(async (transaction) => {
      await transaction.query(`select set_config('request.jwt.claims', $1, true)`, [
        JSON.stringify({ sub: owner, role: 'authenticated' }),
      ]);
      await transaction.exec('set local role authenticated');
      return (await transaction.query('select name from brand_assets')).rows;
    });
    expect(seen).toEqual([{ name: 'Mine' }]);
    await postgres.close();
  });
});
