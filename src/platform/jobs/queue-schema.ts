import { PgBoss } from 'pg-boss';
import type { SchemaConnection } from '#platform/database/migrator';
import { declaredJobs, type Job, RETRY_LIMIT } from './job.js';

export const DEAD_LETTERS = 'jobs.dead-letters';
const LOCK = 7_263_851_025;
/** A job whose worker has not been heard of for this long is given to another, whatever its own time. */
const HEARTBEAT_SECONDS = 30;
const THIRTY_DAYS = 30 * 24 * 3600;

/** Installs or updates pg-boss' tables and one queue per declared job, and lets the service use them. */
export async function installQueue(
  connection: SchemaConnection,
  backend: 'postgres' | 'pglite',
): Promise<void> {
  await connection.run(`select pg_advisory_lock(${LOCK})`);
  try {
    const boss = new PgBoss({
      schema: 'pgboss',
      backend,
      supervise: false,
      schedule: false,
      db: {
        executeSql: async (sql, values) => {
          if (values && values.length > 0) return { rows: await connection.query(sql, values) };
          return { rows: await connection.rows(sql) };
        },
      },
    });
    await boss.start();
    await boss.createQueue(DEAD_LETTERS, { deleteAfterSeconds: THIRTY_DAYS, retentionSeconds: THIRTY_DAYS });
    for (const job of declaredJobs()) await declareQueue(boss, job);
    await boss.stop({ graceful: false, close: false });
    await connection.run(
      `grant usage on schema pgboss to service_role;
       grant select, insert, update, delete on all tables in schema pgboss to service_role;
       grant usage on all sequences in schema pgboss to service_role;
       grant execute on all functions in schema pgboss to service_role`,
    );
  } finally {
    await connection.run(`select pg_advisory_unlock(${LOCK})`);
  }
}

async function declareQueue(boss: PgBoss, { name, options }: Job): Promise<void> {
  const queue = {
    retryLimit: options.retryLimit ?? RETRY_LIMIT,
    retryDelay: 5,
    retryBackoff: true,
    retryDelayMax: 900,
    expireInSeconds: options.expireInSeconds ?? 300,
    heartbeatSeconds: HEARTBEAT_SECONDS,
    deadLetter: DEAD_LETTERS,
  };
  if (await boss.getQueue(name)) await boss.updateQueue(name, queue);
  else await boss.createQueue(name, { ...queue, policy: options.oneWaiting ? 'short' : 'standard' });
}
