import { randomUUID } from 'node:crypto';
import type { PGlite } from '@electric-sql/pglite';
import { migrate } from '#platform/database/migrator';
import { bareDatabase } from '../../support/bare-database.js';

const OWNER = randomUUID();
const FORMER = `
  create role anon nologin noinherit;
  create role authenticated nologin noinherit;
  create table proposals (
    id uuid primary key default gen_random_uuid(),
    client_name text not null,
    template_type text not null,
    status text not null default 'draft',
    content jsonb not null,
    pricing jsonb,
    timeline jsonb,
    terms jsonb,
    created_by uuid not null,
    created_at timestamptz default now(),
    updated_at timestamptz default now()
  );
  create table proposal_templates (
    id uuid primary key default gen_random_uuid(),
    name text not null,
    description text not null,
    category text,
    sections jsonb,
    is_active boolean default true,
    user_id uuid not null,
    created_at timestamptz default now(),
    updated_at timestamptz default now()
  );
  alter table proposals enable row level security;
  alter table proposal_templates enable row level security;
  create policy "Anybody signed in" on proposals for all to authenticated using (true) with check (true);
  create policy "Everybody reads" on proposal_templates for select using (true);
  grant all on proposals, proposal_templates to anon, authenticated;
  insert into proposals (client_name, template_type, status, content, pricing, created_by, updated_at) values
    ('Old', 'consulting', 'declined', '{"executive_summary": "Hello."}', '[{"item": "Work", "price": 10}]', '${OWNER}', null),
    ('Older', 'consulting', 'sent', '{}', null, '${OWNER}', now());
  insert into proposal_templates (name, description, sections, user_id) values ('Mine', '', '["pricing"]', '${OWNER}');`;

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

/** With the token of somebody, as the REST interface of Supabase runs it. */
const as = (userId: string, sql: string, role = 'authenticated') =>
  postgres.transaction(async (transaction) => {
    const claims = JSON.stringify({ sub: userId, role });
    await transaction.query(`select set_config('request.jwt.claims', $1, true)`, [claims]);
    await transaction.exec(`set local role ${role}`);
    return (await transaction.query<Record<string, unknown>>(sql)).rows;
  });

describe('a project that already has proposals', () => {
  it('keeps them, with what they lacked filled in', async () => {
    expect(
      await as(
        OWNER,
        'select client_name, status, currency, version, value, content from proposals order by client_name',
      ),
    ).toEqual([
      {
        client_name: 'Old',
        status: 'draft',
        currency: 'USD',
        version: 1,
        value: null,
        content: { executive_summary: 'Hello.' },
      },
      { client_name: 'Older', status: 'sent', currency: 'USD', version: 1, value: null, content: {} },
    ]);
    expect(await as(OWNER, 'select 1 from proposals where updated_at is null')).toEqual([]);
  });

  it('loses what was open in them: everybody sees their own', async () => {
    const stranger = randomUUID();
    expect(await as(stranger, 'select id from proposals')).toEqual([]);
    expect(await as(stranger, `update proposals set client_name = 'Mine' returning id`)).toEqual([]);
    expect(await as(stranger, 'select name from proposal_templates where user_id is not null')).toEqual([]);
    for (const sql of [
      `insert into proposals (client_name, template_type, content, created_by) values ('A', 'b', '{}', '${OWNER}')`,
      `insert into proposal_versions (proposal_id, created_by, version, body) select id, '${OWNER}', 9, '{}' from proposals limit 1`,
    ])
      expect([
        sql,
        await as(OWNER, sql).then(
          () => 'done',
          ({ code }) => code,
        ),
      ]).toEqual([sql, sql.includes('versions') ? '42501' : 'done']);
    expect(await as(randomUUID(), 'select id from proposals', 'anon').catch(({ code }) => code)).toEqual([]);
  });

  it('shares the templates that belong to nobody with all who have signed in, to read', async () => {
    const stranger = randomUUID();
    const names = await as(stranger, 'select name from proposal_templates order by name');
    expect(names).toEqual(
      ['Consulting', 'Digital Marketing', 'General Business', 'Trade Services', 'Web Development'].map(
        (name) => ({ name }),
      ),
    );
    expect(await as(OWNER, `select name from proposal_templates where name = 'Mine'`)).toHaveLength(1);
    expect(await as(stranger, `update proposal_templates set name = 'x' returning id`)).toEqual([]);
    expect(await as(stranger, 'delete from proposal_templates returning id')).toEqual([]);
    for (const owner of ['null', `'${OWNER}'`])
      expect(
        await as(
          stranger,
          `insert into proposal_templates (name, description, user_id) values ('x', '', ${owner})`,
        ).catch(({ code }) => code),
      ).toBe('42501');
    expect(await as(stranger, 'select id from proposal_templates', 'anon').catch(() => [])).toEqual([]);
  });
});
