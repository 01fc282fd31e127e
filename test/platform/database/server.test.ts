import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { loadSettings } from '#platform/config/load-settings';
import { Database } from '#platform/database/database';
import { openServer } from '#platform/database/open-server';
import { startApp, type TestApp } from '../../support/app.js';
import { startLagProxy } from '../../support/lag-proxy.js';
import { makeNotes, Notes } from '../../support/probe/notes.js';
import { startProcess } from '../../support/process.js';
import { onPostgres } from '../../support/where.js';

const SERVER = process.env['TEST_DATABASE_URL'] ?? '';
const LAG_MS = 500;

describe('a round trip', () => {
  let near: TestApp | undefined;
  let far: TestApp | undefined;
  let proxy: Awaited<ReturnType<typeof startLagProxy>> | undefined;
  afterAll(async () => {
    await far?.close();
    await near?.close();
    await proxy?.close();
  });

  const timed = async (work: () => Promise<unknown>): Promise<number> => {
    const begun = performance.now();
    await work();
    return performance.now() - begun;
  };

  onPostgres('is all that a statement costs as its tenant; a transaction costs one more', async () => {
    near = await startApp({ roles: 'web' });
    await makeNotes(near);
    const url = new URL(near.sharedDatabase().environment['DATABASE_URL'] ?? '');
    proxy = await startLagProxy({ host: url.hostname, port: Number(url.port || 5432) }, LAG_MS);
    Object.assign(url, { hostname: '127.0.0.1', port: String(proxy.port) });
    far = await startApp({ roles: 'web', beside: near, settings: { DATABASE_URL: url.href } });
    const database = far.get(Database);
    const notes = new Notes(database);
    const user = randomUUID();
    await database.as(user, async () => {
      for (let warm = 0; warm < 3; warm++) await notes.texts('%');
      const one = await timed(() => notes.texts('%'));
      expect(one).toBeGreaterThan(LAG_MS * 0.9);
      expect(one).toBeLessThan(LAG_MS * 1.9);
      const write = await timed(() => notes.add(user, user));
      expect(write).toBeLessThan(LAG_MS * 1.9);
      const transaction = await timed(() => database.transaction(() => notes.texts('%')));
      expect(transaction).toBeLessThan(LAG_MS * 2.9);
      const service = await timed(() =>
        database.transaction(() => database.asService('health.probe', () => notes.texts('%'))),
      );
      expect(service).toBeLessThan(LAG_MS * 2.9);
    });
  });
});

/** An empty database of its own on the server, for the time of `work`. */
async function onEmptyDatabase(
  work: (settings: Record<string, string>, client: pg.Client) => Promise<void>,
): Promise<void> {
  const name = `marketing_empty_${randomUUID().replaceAll('-', '')}`;
  const owner = new pg.Client({ connectionString: SERVER });
  await owner.connect();
  await owner.query(`create database ${name}`);
  const url = new URL(SERVER);
  url.pathname = `/${name}`;
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  try {
    const secrets = { SUPABASE_JWT_SECRET: 'x'.repeat(32), SECRET_MASTER_KEY: '0a1b'.repeat(16) };
    await work({ ENVIRONMENT: 'test', DATABASE_URL: url.href, LOG_LEVEL: 'warn', ...secrets }, client);
  } finally {
    await client.end();
    await owner.query(`drop database ${name} with (force)`);
    await owner.end();
  }
}

describe('instances that start', () => {
  onPostgres(
    'at the same time on an empty database make one schema and all serve',
    async () => {
      await onEmptyDatabase(async (settings, client) => {
        const starting = Array.from({ length: 4 }, () =>
          startProcess({ ...settings, PORT: '0', ROLES: 'worker' }),
        );
        const processes = await Promise.all(starting);
        try {
          await Promise.all(processes.map((child) => child.says('Marketing Autopilot runs', 60_000)));
          const { rows } = await client.query<{ twice: number; all: number }>(
            `select count(*)::int as all, (count(*) - count(distinct name))::int as twice from app.migrations`,
          );
          expect(rows[0]?.all).toBeGreaterThan(2);
          expect(rows[0]?.twice).toBe(0);
          for (const { output } of processes) expect(output).not.toMatch(/error|deadlock|duplicate/i);
        } finally {
          await Promise.all(processes.map((child) => child.close()));
        }
      });
    },
    120_000,
  );

  onPostgres(
    'five at a time on empty databases always end with the same schema',
    async () => {
      const schemas = new Set<string>();
      for (let round = 0; round < 2; round++)
        await onEmptyDatabase(async (settings, client) => {
          const servers = await Promise.all(
            Array.from({ length: 5 }, () => openServer(loadSettings(settings))),
          );
          await Promise.all(servers.map((server) => server.close()));
          const { rows } = await client.query(
            `select table_schema, table_name, column_name, data_type from information_schema.columns
           where table_schema in ('public', 'app') order by 1, 2, 3`,
          );
          schemas.add(JSON.stringify(rows));
        });
      expect(schemas.size).toBe(1);
    },
    60_000,
  );
});
