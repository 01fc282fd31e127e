import { createHash, randomUUID } from 'node:crypto';
import { cpSync } from 'node:fs';
import { appendFile, mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { loadSettings } from '#platform/config/load-settings';
import { EmbeddedServer } from '#platform/database/embedded-server';
import { openServer } from '#platform/database/open-server';

const MIGRATIONS = 'src/platform/database/migrations';
const CACHE = 'node_modules/.cache/embedded-template';
const LOCK = 991_201;
/** Postgres clears its buffers when it opens: 128 MB by default, for the few that a test fills. */
const SMALL = `\nshared_buffers = '8MB'\n`;

/** A migrated database for one application, and how to look into it past row-level security. */
export interface TestDatabase {
  environment: Record<string, string>;
  query: ((sql: string, values: unknown[]) => Promise<Record<string, unknown>[]>) | null;
  drop(): Promise<void>;
}

/** On the server at `TEST_DATABASE_URL` when that is set, else embedded in `dataDir`; both from a migrated template. */
export function testDatabase(dataDir: string): Promise<TestDatabase> {
  const url = process.env['TEST_DATABASE_URL'];
  return url === undefined || url === '' ? embedded(dataDir) : onServer(url);
}

async function embedded(dataDir: string): Promise<TestDatabase> {
  // The asynchronous copy takes almost twice as long.
  cpSync(await embeddedTemplate(), join(dataDir, 'postgres'), { recursive: true });
  return { environment: {}, query: null, drop: async () => undefined };
}

async function embeddedTemplate(): Promise<string> {
  const folder = join(CACHE, await templateHash());
  if (await exists(folder)) return folder;
  const making = join(CACHE, `making-${randomUUID()}`);
  await mkdir(making, { recursive: true });
  const server = await openServer(loadSettings({ ENVIRONMENT: 'test', DATA_DIR: making }));
  await server.close();
  await withoutTemplates(join(making, 'postgres'));
  await appendFile(join(making, 'postgres', 'postgresql.conf'), SMALL);
  await rename(join(making, 'postgres'), folder).catch(async (error: unknown) => {
    if (!(await exists(folder))) throw error;
  });
  await rm(making, { recursive: true, force: true });
  return folder;
}

/** Drops the databases that Postgres makes others from: most files of a data directory are theirs. */
async function withoutTemplates(dataDir: string): Promise<void> {
  const server = await EmbeddedServer.open({ dataDir });
  await server.postgres.exec('update pg_database set datistemplate = false');
  for (const name of ['template0', 'template1']) await server.postgres.exec(`drop database ${name}`);
  await server.postgres.exec('checkpoint');
  await server.close();
}

async function onServer(url: string): Promise<TestDatabase> {
  const template = `marketing_template_${(await templateHash()).slice(0, 12)}`;
  const name = `marketing_test_${randomUUID().replaceAll('-', '')}`;
  await withClient(url, async (client) => {
    await client.query(`select pg_advisory_lock(${LOCK})`);
    const { rowCount } = await client.query('select from pg_database where datname = $1', [template]);
    if (rowCount === 0) await makeTemplate(url, template, client);
    await client.query(`create database ${name} template ${template}`);
  });
  const own = databaseUrl(url, name);
  const login = new URL(own);
  login.username = 'marketing_test';
  login.password = 'marketing_test';
  const looker = new pg.Pool({ connectionString: own, max: 2 });
  // Dropping the database may cut a connection, idle or just being closed; unheard, the event would fail a test.
  looker.on('error', () => undefined);
  looker.on('connect', (client) => client.on('error', () => undefined));
  return {
    environment: { DATABASE_URL: login.href, DATABASE_MIGRATION_URL: own },
    query: async (sql, values) => (await looker.query<Record<string, unknown>>(sql, values)).rows,
    drop: async () => {
      await looker.end();
      await withClient(url, (client) => client.query(`drop database if exists ${name} with (force)`));
    },
  };
}

async function makeTemplate(url: string, template: string, client: pg.Client): Promise<void> {
  const making = `${template}_making`;
  await client.query(`drop database if exists ${making} with (force)`);
  await client.query(`create database ${making}`);
  const server = await openServer(loadSettings(serverEnvironment(databaseUrl(url, making))));
  await server.close();
  await client.query(
    `do $$ begin
       if not exists (select from pg_roles where rolname = 'marketing_test') then
         create role marketing_test login noinherit password 'marketing_test';
       end if;
     end $$;
     grant marketing_app to marketing_test`,
  );
  await client.query(`alter database ${making} rename to ${template}`);
}

function serverEnvironment(url: string): Record<string, string> {
  return {
    ENVIRONMENT: 'test',
    DATABASE_URL: url,
    SUPABASE_JWT_SECRET: 'x'.repeat(32),
    SECRET_MASTER_KEY: '0a1b'.repeat(16),
  };
}

async function templateHash(): Promise<string> {
  const hash = createHash('sha256').update(SMALL);
  for (const name of (await readdir(MIGRATIONS)).sort())
    hash.update(name).update(await readFile(join(MIGRATIONS, name)));
  return hash.digest('hex').slice(0, 24);
}

function databaseUrl(url: string, name: string): string {
  const other = new URL(url);
  other.pathname = `/${name}`;
  return other.href;
}

async function withClient<Result>(
  url: string,
  work: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

const exists = (path: string) =>
  stat(path).then(
    () => true,
    () => false,
  );
