import { randomUUID } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DATA_MAP } from '#automation/privacy/map/data-map';
import type { MappedTable } from '#automation/privacy/map/mapped-table';
import type { TestApp } from '../../support/app.js';

interface Column {
  table: string;
  name: string;
  type: string;
  kind: string;
  generated: boolean;
  /** The first of its labels, where its type is a list of them. */
  label: string | null;
}

/** Somebody with a row in every table, each of which says their canary wherever it can hold a word. */
export interface FullTenant {
  readonly id: string;
  readonly email: string;
  readonly canary: string;
  readonly files: string[];
}

/**
 * Rows for the generic maker: the rules of single tables stand in its way, and the test is about whose rows are, not about what
 * they say. Keys that lead from table to table stay.
 */
export async function letRowsSayAnything(app: TestApp): Promise<void> {
  const checks = await app.sql<{ drop: string }>(
    `select format('alter table %s drop constraint %I', conrelid::regclass, conname) as drop from pg_constraint
     join pg_class on pg_class.oid = conrelid join pg_namespace n on n.oid = relnamespace
     where contype = 'c' and n.nspname in ('public', 'app')`,
  );
  for (const { drop } of checks) await app.sql(drop);
}

const COLUMNS = `
  select n.nspname || '.' || c.relname as table, a.attname as name, format_type(a.atttypid, a.atttypmod) as type,
    t.typtype as kind, a.attgenerated <> '' as generated,
    (select enumlabel from pg_enum where enumtypid = t.oid order by enumsortorder limit 1) as label
  from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
  join pg_type t on t.oid = a.atttypid
  where n.nspname in ('public', 'app') and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped
  order by a.attnum`;

export async function newFullTenant(app: TestApp): Promise<FullTenant> {
  const id = randomUUID();
  const canary = `canary-${randomUUID()}`;
  const tenant = { id, email: `${canary}@people.test`, canary, files: [] };
  const columns = Map.groupBy(await app.sql<Column>(COLUMNS), ({ table }) => table);
  const keys = new Map<string, unknown>();
  const statements = ownedTables().map((table) => rowOf(table, columns.get(table.name) ?? [], tenant, keys));
  // Neither triggers nor foreign keys are asked.
  for (const { name } of ownedTables()) await app.sql(`alter table ${name} disable trigger all`);
  for (const [sql, values] of statements) await app.sql(sql, values);
  for (const { name } of ownedTables()) await app.sql(`alter table ${name} enable trigger all`);
  await addFiles(app, tenant, keys);
  return tenant;
}

/** Tables whose rows are somebody's; parents before those that refer to them by the map. */
export function ownedTables(): MappedTable[] {
  return DATA_MAP.filter(({ owner }) => owner.by !== 'nobody').toSorted(
    (one, other) => Number(one.owner.by === 'parent') - Number(other.owner.by === 'parent'),
  );
}

function rowOf(
  { name, owner, via, leftOut, fate }: MappedTable,
  columns: readonly Column[],
  tenant: FullTenant,
  keys: Map<string, unknown>,
): [string, unknown[]] {
  const written = columns.filter(({ generated }) => !generated);
  const values = written.map((column) => {
    if (owner.by === 'column' && column.name === owner.column) return tenant.id;
    if (owner.by === 'parent' && column.name === owner.column) return keys.get(`public.${owner.parent}`);
    if (owner.by === 'text' && column.name === owner.column) return `api ${tenant.id} ${tenant.canary}`;
    if (via && column.name === via[0]) return keyOf(`public.${via[1]}`, column, keys);
    if (column.name === 'id') return keyOf(name, column, keys);
    // What stays when its user is gone says nothing in words: names of models, and what they did.
    const author = fate.is === 'anonymised' ? { ...tenant, canary: 'a-model', email: 'none' } : tenant;
    return valueOf(column, author, leftOut.includes(column.name));
  });
  if (owner.by === 'column' && owner.column === 'id') keys.set(name, tenant.id);
  const [schema, table] = name.split('.');
  const places = written.map(({ type }, at) => `$${at + 1}::text::${type}`);
  return [
    `insert into "${schema}"."${table}" (${written.map((column) => `"${column.name}"`).join(', ')})
     overriding system value values (${places.join(', ')})`,
    values,
  ];
}

/** The id that a row has, or will have when its turn comes. */
function keyOf(table: string, { type }: Column, keys: Map<string, unknown>): unknown {
  if (!keys.has(table))
    keys.set(table, /^(integer|bigint)/.test(type) ? String(randomNumber()) : randomUUID());
  return keys.get(table);
}

/** As text, which the statement casts. Secrets are told apart, so that a test can look for them. */
function valueOf({ type, kind, label, name, table }: Column, tenant: FullTenant, isSecret: boolean): unknown {
  const word = isSecret ? `secret-${tenant.canary}` : `${tenant.canary} ${name} of ${table} ${tenant.email}`;
  if (kind === 'e') return label;
  if (type === 'text' || type.startsWith('character')) return word;
  if (type === 'jsonb' || type === 'json') return JSON.stringify({ says: word, user: tenant.id });
  if (type === 'uuid') return randomUUID();
  if (type === 'text[]') return `{"${tenant.canary}"}`;
  if (type.endsWith('[]')) return '{}';
  if (type === 'boolean') return 'false';
  if (type === 'date') return '2026-01-02';
  if (type.startsWith('timestamp')) return '2099-01-02T03:04:05Z';
  if (type === 'inet') return '192.0.2.1';
  if (type === 'bytea') return `\\x${Buffer.from(randomUUID()).toString('hex')}`;
  if (type === 'tsvector') return 'word';
  if (type === 'xid8') return '3';
  if (type === 'pg_snapshot') return '3:3:';
  if (/^(integer|bigint|smallint|numeric|double|real)/.test(type)) return String(randomNumber());
  return null;
}

let last = 20_000_000;
const randomNumber = () => (last += 1) % 30_000;

/** One file of each kind, where its row says it lies. */
async function addFiles(app: TestApp, tenant: FullTenant, keys: Map<string, unknown>): Promise<void> {
  const id = (table: string) => String(keys.get(`public.${table}`));
  const attempt = randomUUID();
  await app.sql(
    `update knowledge_documents set upload_path = 'knowledge/' || id || '.txt' where created_by = $1`,
    [tenant.id],
  );
  await app.sql(`update lead_exports set attempt = $2, format = 'csv' where created_by = $1`, [
    tenant.id,
    attempt,
  ]);
  await app.sql(
    `update brand_assets set type = 'logo', asset_data = asset_data || '{"content_type": "image/png"}' where created_by = $1`,
    [tenant.id],
  );
  const [video, attachment] = [`ai-videos/${tenant.id}/${attempt}.mp4`, `support/${attempt}.bin`];
  await app.sql('update ai_video_jobs set file = $2 where user_id = $1', [tenant.id, video]);
  await app.sql(`update support_attachments set path = $2 where user_id = $1`, [tenant.id, attachment]);
  for (const table of ['support_messages', 'support_field_values'])
    await app.sql(`update ${table} set visibility = 'public' where user_id = $1`, [tenant.id]);
  tenant.files.push(
    video,
    attachment,
    `mail-files/${tenant.id}/${id('email_files')}.bin`,
    `knowledge/${id('knowledge_documents')}.txt`,
    `imports/${id('lead_imports')}.csv`,
    `exports/${attempt}.csv`,
    `brand-logos/${tenant.id}/${id('brand_assets')}.png`,
  );
  for (const path of tenant.files) {
    const target = join(app.dataDir, 'storage', path);
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, `a file of ${tenant.canary}`);
  }
}

/** Every table of the database, of whichever schema. */
async function everyTable(app: TestApp): Promise<string[]> {
  const tables = await app.sql<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables
     where schemaname not in ('pg_catalog', 'information_schema') order by 1`,
  );
  return tables.map(({ name }) => name);
}

/** Where in the whole database one of the words stands, by table. */
export async function mentionsOf(app: TestApp, words: readonly string[]): Promise<Record<string, number>> {
  const found: Record<string, number> = {};
  for (const name of await everyTable(app)) {
    const [row] = await app.sql<{ count: number }>(
      `select count(*)::int as count from ${name} t where exists (
         select from unnest($1::text[]) word where position(lower(word) in lower(t::text)) > 0)`,
      [[...words]],
    );
    if (row && row.count > 0) found[name] = row.count;
  }
  return found;
}

/** All rows that mention the words, as text: to be compared with what they are later. */
export async function dumpOf(app: TestApp, words: readonly string[]): Promise<Record<string, string[]>> {
  const dump: Record<string, string[]> = {};
  for (const name of await everyTable(app)) {
    const rows = await app.sql<{ row: string }>(
      `select t::text as row from ${name} t where exists (
         select from unnest($1::text[]) word where position(lower(word) in lower(t::text)) > 0) order by 1`,
      [[...words]],
    );
    if (rows.length > 0) dump[name] = rows.map(({ row }) => row);
  }
  return dump;
}
