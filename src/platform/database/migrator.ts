import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const FOLDER = fileURLToPath(new URL('./migrations/', import.meta.url));
const LOCK = 7_263_851_024;

/** A connection that may change the schema. */
export interface SchemaConnection {
  /** Statements without parameters; the rows of all of them. */
  rows<Row>(sql: string): Promise<Row[]>;
  run(sql: string): Promise<void>;
  query<Row>(sql: string, values: unknown[]): Promise<Row[]>;
}

interface Migration {
  name: string;
  sql: string;
  checksum: string;
}

/**
 * Applies `migrations/NNNN_what.sql` in order, each in one transaction, under an advisory lock, so that any number of
 * instances may start at once. Returns the names applied. A file edited after it was applied stops the start.
 */
export async function migrate(connection: SchemaConnection): Promise<string[]> {
  const wanted = await migrations();
  await connection.run(`select pg_advisory_lock(${LOCK})`);
  try {
    await connection.run(
      `create schema if not exists app;
       create table if not exists app.migrations (
         name text primary key, checksum text not null, applied_at timestamptz not null default now())`,
    );
    const rows = await connection.query<{ name: string; checksum: string }>(
      'select name, checksum from app.migrations',
      [],
    );
    const applied = new Map(rows.map(({ name, checksum }) => [name, checksum]));
    refuseEdited(wanted, applied);
    const missing = wanted.filter(({ name }) => !applied.has(name));
    for (const migration of missing) await apply(connection, migration);
    return missing.map(({ name }) => name);
  } finally {
    await connection.run(`select pg_advisory_unlock(${LOCK})`);
  }
}

async function migrations(): Promise<Migration[]> {
  const names = (await readdir(FOLDER)).filter((name) => /^\d{4}_[a-z0-9_]+\.sql$/.test(name)).sort();
  return Promise.all(
    names.map(async (name) => {
      const sql = await readFile(FOLDER + name, 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    }),
  );
}

function refuseEdited(wanted: readonly Migration[], applied: ReadonlyMap<string, string>): void {
  for (const { name, checksum } of wanted)
    if (applied.has(name) && applied.get(name) !== checksum)
      throw new Error(
        `Migration ${name} was edited after it had been applied. Restore the file and add a new one.`,
      );
}

async function apply(connection: SchemaConnection, { name, sql, checksum }: Migration): Promise<void> {
  await connection.run('begin');
  try {
    await connection.run(sql);
    await connection.query('insert into app.migrations (name, checksum) values ($1, $2)', [name, checksum]);
    await connection.run('commit');
  } catch (error) {
    await connection.run('rollback');
    throw new Error(`Migration ${name} failed: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}
