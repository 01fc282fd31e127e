import { randomUUID } from 'node:crypto';
import type { PGlite } from '@electric-sql/pglite';
import { migrate } from '#platform/database/migrator';
import { bareDatabase } from '../../support/bare-database.js';

const [me, conversation] = [randomUUID(), randomUUID()];
const FORMER = `
  create table conversations (id uuid primary key, user_id uuid not null);
  create table research_notes (
    id uuid primary key default gen_random_uuid(),
    conversation_id uuid not null references conversations (id) on delete cascade,
    content text not null, source_refs text[] default '{}', created_at timestamptz default now());
  create table scrape_results (
    id uuid primary key default gen_random_uuid(), user_id uuid not null, agent_id integer, url text not null,
    scrape_type text not null default 'generic' check (scrape_type in ('generic')), data jsonb,
    status text not null default 'pending' check (status in ('pending', 'done')), error_message text,
    fetch_time_ms integer, created_at timestamptz default now(), updated_at timestamptz default now());
  alter table scrape_results enable row level security;
  create policy "Anybody" on scrape_results for all using (true);
  create function get_cached_scrape(p_url text, max_age interval default '24 hours') returns jsonb
    language sql security definer as $$ select data from scrape_results where url = p_url limit 1 $$;
  insert into conversations values ('${conversation}', '${me}');
  insert into research_notes (conversation_id, content, source_refs) values ('${conversation}', 'a note', '{one,two}');
  insert into scrape_results (user_id, url, status) values ('${me}', 'https://example.com/${'x'.repeat(5_000)}', 'done');`;

let postgres: PGlite;
const rows = async (sql: string, values: unknown[] = []) =>
  (await postgres.query<Record<string, unknown>>(sql, values)).rows;

/** Runs one statement as the user of a token does at the REST interface of Supabase. */
const as = (userId: string, sql: string) =>
  postgres.transaction(async (transaction) => {
    const claims = JSON.stringify({ sub: userId, role: 'authenticated' });
    await transaction.exec(`set local role authenticated; set local "request.jwt.claims" to '${claims}'`);
    return (await transaction.query<Record<string, unknown>>(sql)).rows;
  });

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

describe('an existing project with pages and notes', () => {
  it('keeps its rows, gives notes their owners, and takes what was not foreseen', async () => {
    expect(await rows('select user_id, content, topic, source_refs from research_notes')).toEqual([
      { user_id: me, content: 'a note', topic: null, source_refs: ['one', 'two'] },
    ]);
    expect(await rows('select status, request_hash from scrape_results')).toEqual([
      { status: 'done', request_hash: null },
    ]);
    await expect(rows(`insert into research_notes (content) values ('nobody')`)).rejects.toThrow(
      'research_notes_owner',
    );
  });

  it('loses what was open in it', async () => {
    const policies = await rows(
      `select policyname from pg_policies where tablename = 'scrape_results' order by 1`,
    );
    expect(policies.map(({ policyname }) => policyname)).toEqual([
      'scrape_results_own',
      'scrape_results_service',
    ]);
    const functions = await rows(
      `select prosecdef, has_function_privilege('anon', oid, 'execute') as open from pg_proc where proname = 'get_cached_scrape'`,
    );
    expect(functions).toEqual([{ prosecdef: false, open: false }]);
  });
});

describe('a front end that reads through Supabase', () => {
  it('gets its own reading of an address from the last hours, and no other', async () => {
    const add = (owner: string, age: string) =>
      rows(
        `insert into scrape_results (user_id, url, scrape_type, status, title, created_at)
         values ($1, 'https://a.example/', 'webpage', 'completed', $2::text, now() - $2::text::interval)`,
        [owner, age],
      );
    const cached = (hours: number) =>
      as(me, `select title from get_cached_scrape('https://a.example/', ${hours})`);
    await add(me, '30 hours');
    await add(randomUUID(), '1 hour');
    expect([await cached(24), await cached(48)]).toEqual([[], [{ title: '30 hours' }]]);
    await add(me, '2 hours');
    expect(await cached(24)).toEqual([{ title: '2 hours' }]);
  });

  it.each([
    ['scrape_results', 'url', `'u'`],
    ['scrape_jobs', 'job_type', `'pages'`],
    ['scrape_schedules', 'name, scrape_type, schedule_cron', `'n', 'page', '0 7 * * 1'`],
    ['research_notes', 'content', `'a note'`],
  ])('sees and writes rows of its own in %s alone', async (table, columns, values) => {
    const stranger = randomUUID();
    const add = `insert into ${table} (user_id, ${columns}) values ('${me}', ${values}) returning user_id`;
    expect(await as(me, add)).toEqual([{ user_id: me }]);
    expect(await as(stranger, `select * from ${table}`)).toEqual([]);
    expect(await as(stranger, `delete from ${table} returning id`)).toEqual([]);
    await expect(as(stranger, add)).rejects.toThrow('row-level security');
  });

  it('notes something in a conversation without naming its owner, as it always has', async () => {
    const add = `insert into research_notes (conversation_id, content) values ('${conversation}', 'new') returning user_id`;
    expect(await as(me, add)).toEqual([{ user_id: me }]);
  });
});
