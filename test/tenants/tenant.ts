import { randomUUID } from 'node:crypto';
import type { TestApp } from '../support/app.js';
import type { TestClient } from '../support/client.js';

/** Somebody with things of their own. */
export interface Tenant {
  readonly app: TestApp;
  readonly id: string;
  readonly client: TestClient;
}

export async function newTenant(app: TestApp): Promise<Tenant> {
  return { app, ...(await app.newUser()) };
}

/** What an answer that must be a success tells. */
export async function told(answer: Promise<{ status: number; text: string; body: { data: never } }>) {
  const { status, text, body } = await answer;
  if (status >= 400) throw new Error(text);
  return body.data as Record<string, unknown> & { id: string };
}

/** A row past the application, in a state that only a worker would bring it to; answers its id. */
export async function kept(app: TestApp, table: string, row: object): Promise<string> {
  const id = randomUUID();
  const whole = { id, ...row };
  const places = Object.keys(whole).map((_, at) => `$${at + 1}`);
  await app.sql(
    `insert into ${table} (${Object.keys(whole).join(', ')}) values (${places.join(', ')})`,
    Object.values(whole).map((value: unknown) =>
      value !== null && typeof value === 'object' ? JSON.stringify(value) : value,
    ),
  );
  return id;
}

/** All rows of these people, table by table, each table as its number of rows and a digest of them. */
export async function rowsOf(app: TestApp, ...people: Tenant[]): Promise<Record<string, string>> {
  const rows = await app.sql<{ name: string; rows: string }>(await digests(app), [
    people.map(({ id }) => id),
  ]);
  return Object.fromEntries(rows.map(({ name, rows: digest }) => [name, digest]));
}

const texts = new WeakMap<TestApp, string>();

async function digests(app: TestApp): Promise<string> {
  const known = texts.get(app);
  if (known !== undefined) return known;
  const owners = await app.sql<{ table: string; column: string }>(
    `select format('%I.%I', table_schema, table_name) as table, column_name as column
     from information_schema.columns join information_schema.tables using (table_schema, table_name)
     where table_schema in ('public', 'app') and table_type = 'BASE TABLE'
       and column_name in ('created_by', 'user_id') and udt_name = 'uuid'`,
  );
  const text = owners
    .map(
      ({ table, column }) => `select '${table}' as name,
        count(*) || ' ' || md5(string_agg(kept::text, e'\\n' order by kept::text)) as rows
        from ${table} kept where ${column} = any($1::uuid[]) having count(*) > 0`,
    )
    .join(' union all ');
  texts.set(app, text);
  return text;
}
