import { DATA_MAP, FILE_MAP } from '#automation/privacy/map/data-map';
import type { MappedTable } from '#automation/privacy/map/mapped-table';
import type { TestApp } from '../../support/app.js';
import { sharedApp } from '../../support/kept-app.js';

/** Schemas that others keep: the queue removes jobs of a user, and Auth removes the user. */
const KEPT_BY_OTHERS = ['auth', 'pgboss', 'supabase_migrations'];

interface Table {
  name: string;
  columns: string[];
  nullable: string[];
  /** Columns of type uuid that look as if they named somebody. */
  naming: string[];
}

let app: TestApp;
let tables: Table[];
beforeAll(async () => {
  app = await sharedApp({ roles: 'web' });
  tables = await app.sql<Table>(
    `select table_schema || '.' || table_name as name, json_agg(column_name) as columns,
       json_agg(column_name) filter (where is_nullable = 'YES') as nullable,
       coalesce(json_agg(column_name) filter (where udt_name = 'uuid'
         and (column_name in ('user_id', 'created_by') or column_name ~ '_by$|^assigned_to$')), '[]') as naming
     from information_schema.columns join information_schema.tables using (table_schema, table_name)
     where table_type = 'BASE TABLE' and table_schema in ('public', 'app') group by 1`,
  );
});
afterAll(() => app.close());

const columnsOf = ({ owner, fate, leftOut, names, via, person }: MappedTable): string[] => [
  ...(owner.by === 'nobody' ? [] : [owner.column]),
  ...(fate.is === 'anonymised' ? fate.columns : []),
  ...names,
  ...(via ? [via[0]] : []),
  ...[person.lead, person.address, ...(person.own ?? [])].filter((column) => column !== undefined),
  // What is left out may be a column that only some databases have.
  ...leftOut.filter((column) => column !== 'embedding'),
];

/** What the map says wrongly of the tables of a database, or does not say. */
function gaps(map: readonly MappedTable[], found: readonly Table[]): string[] {
  const mapped = new Map(map.map((table) => [table.name, table]));
  const unmapped = found
    .filter(({ name }) => !mapped.has(name))
    .map(({ name }) => `${name} is not in the map`);
  const known = new Map(found.map((table) => [table.name, table]));
  const wrong = map.flatMap((table) => {
    const there = known.get(table.name);
    if (!there) return [`${table.name} is not in the database`];
    const missing = columnsOf(table).filter((column) => !there.columns.includes(column));
    const fixed = [...table.names, ...(table.fate.is === 'anonymised' ? table.fate.columns : [])].filter(
      (column) => !(there.nullable ?? []).includes(column),
    );
    return [
      ...missing.map((column) => `${table.name} has no column ${column}`),
      ...fixed.map((column) => `${table.name}.${column} cannot be emptied`),
    ];
  });
  return [...unmapped, ...wrong];
}

describe('the map of data', () => {
  it('names every table of the database once, with columns that are there', () => {
    expect(gaps(DATA_MAP, tables)).toEqual([]);
    expect(new Set(DATA_MAP.map(({ name }) => name)).size).toBe(DATA_MAP.length);
  });

  it('would be found wanting when a table or a column is missing', () => {
    const [first, ...rest] = DATA_MAP;
    expect(gaps(rest, tables)).toEqual([`${first!.name} is not in the map`]);
    const wrong = { ...first!, names: ['nowhere_by'] };
    expect(gaps([wrong, ...rest], tables)).toEqual([
      `${first!.name} has no column nowhere_by`,
      `${first!.name}.nowhere_by cannot be emptied`,
    ]);
    expect(gaps([...DATA_MAP, { ...first!, name: 'public.nothing' }], tables)).toEqual([
      'public.nothing is not in the database',
    ]);
  });

  it('says of every column that names somebody by an id whether it is the owner or may be emptied', () => {
    const mapped = new Map(DATA_MAP.map((table) => [table.name, table]));
    const said = ({ owner, names, fate }: MappedTable) => [
      ...(owner.by === 'column' ? [owner.column] : []),
      ...names,
      ...(fate.is === 'anonymised' ? fate.columns : []),
    ];
    const silent = tables.flatMap(({ name, naming }) =>
      naming
        .filter((column) => !said(mapped.get(name)!).includes(column))
        .map((column) => `${name}.${column}`),
    );
    // The first two are always the owner of the row, the third a process, the last two are emptied with the account.
    expect(silent.toSorted()).toEqual([
      'app.account_closures.user_id',
      'app.account_erasures.user_id',
      'public.brand_versions.changed_by',
      'public.campaign_approvals.requested_by',
      'public.lead_sync_states.held_by',
    ]);
  });

  it('gives a reason for each table that is nobody`s or is not given out', () => {
    const reasons = DATA_MAP.flatMap((table) => [
      ...(table.owner.by === 'nobody' ? [table.owner.because] : []),
      ...(table.export === true ? [] : [table.export]),
    ]);
    expect(reasons.filter((reason) => !/^\p{Lu}.{10,}\.$/u.test(reason))).toEqual([]);
  });

  it('has files of tables that it knows, and no schema beside it but those that others keep', async () => {
    const names = new Set(DATA_MAP.map(({ name }) => name));
    expect(FILE_MAP.filter(({ table }) => !names.has(table))).toEqual([]);
    const schemas = await app.sql<{ name: string }>(
      `select distinct schemaname as name from pg_tables
       where schemaname not in ('pg_catalog', 'information_schema', 'public', 'app')`,
    );
    expect(schemas.map(({ name }) => name).filter((name) => !KEPT_BY_OTHERS.includes(name))).toEqual([]);
  });
});
