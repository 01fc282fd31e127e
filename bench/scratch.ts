import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { migrate } from '#platform/database/migrator';
import type { Arena } from './bench-path.ts';
import { cpuMicros } from './machine.ts';

const DEFAULT_URL = 'postgres://postgres@127.0.0.1:5432/postgres';

export const SECRETS = {
  SUPABASE_JWT_SECRET: randomBytes(48).toString('base64url'),
  SECRET_MASTER_KEY: randomBytes(32).toString('hex'),
};

/** A migrated database that lives as long as the run, and a connection to it as its owner. */
export interface Scratch {
  url: string;
  owner: pg.Client;
}

/** Makes a database on the server that BENCH_DATABASE_URL or TEST_DATABASE_URL names, or a local one. */
export async function scratchDatabase(arena: Arena): Promise<Scratch> {
  const server = process.env.BENCH_DATABASE_URL || process.env.TEST_DATABASE_URL || DEFAULT_URL;
  const name = `marketing_bench_${randomBytes(5).toString('hex')}`;
  await onServer(server, `create database ${name}`);
  arena.atEnd(() => onServer(server, `drop database if exists ${name} with (force)`));
  const url = databaseUrl(server, name);
  const owner = new pg.Client({ connectionString: url, application_name: 'marketing-autopilot bench' });
  await owner.connect();
  arena.atEnd(() => owner.end());
  await migrate({
    run: async (sql) => void (await owner.query(sql)),
    rows: async <Row>(sql: string) => (await owner.query(sql)).rows as Row[],
    query: async <Row>(sql: string, values: unknown[]) => (await owner.query(sql, values)).rows as Row[],
  });
  // The baselines write as the owner and past row-level security; for the product's roles nothing changes.
  await owner.query('alter table leads no force row level security');
  await owner.query('alter table lead_capture_forms no force row level security');
  return { url, owner };
}

/** The first column of the only row. */
export async function oneNumber(owner: pg.Client, sql: string, values: unknown[] = []): Promise<number> {
  const { rows } = await owner.query<[string]>({ text: sql, values, rowMode: 'array' });
  return Number(rows[0]?.[0]);
}

/** CPU time used so far, in microseconds, by each process that serves the scratch database; empty where they run elsewhere. */
export async function databaseCpu({ owner }: Scratch): Promise<Map<number, number>> {
  if (!/^(localhost|127\.0\.0\.1|\/.*)$/.test(owner.host)) return new Map();
  const { rows } = await owner.query<{ pid: number }>(
    'select pid from pg_stat_activity where datname = current_database()',
  );
  const used = rows.map(({ pid }): [number, number | null] => [pid, cpuMicros(pid)]);
  return new Map(used.filter((one): one is [number, number] => one[1] !== null));
}

/** What those processes used between two looks. */
export function cpuBetween(before: Map<number, number>, after: Map<number, number>): number | null {
  if (after.size === 0) return null;
  return [...after].reduce((sum, [pid, used]) => sum + used - (before.get(pid) ?? 0), 0);
}

function databaseUrl(server: string, name: string): string {
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}

async function onServer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
