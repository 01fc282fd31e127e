import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import type { Settings } from '#platform/config/settings';
import { EmbeddedServer } from './embedded-server.js';
import { migrate, type SchemaConnection } from './migrator.js';
import { PostgresServer } from './postgres-server.js';
import { SchemaAccess } from './schema-access.js';
import type { SqlServer } from './sql-server.js';

/** Opens the database the settings name and brings its schema up to date. */
export async function openServer(settings: Settings): Promise<SqlServer> {
  const server = settings.embedded ? await openEmbedded(settings) : openPostgres(settings);
  const applied = await new SchemaAccess(server, settings).with(async (connection) => {
    const names = await migrate(connection);
    await admitLogin(connection, settings);
    return names;
  });
  if (applied.length > 0) logger().log(`Applied ${applied.length} migrations, the last is ${applied.at(-1)}`);
  return server;
}

/** Lets the role that `DATABASE_URL` logs in as become `marketing_app`, where another role migrates; tells when it is too mighty. */
async function admitLogin(connection: SchemaConnection, settings: Settings): Promise<void> {
  if (settings.DATABASE_URL === undefined) return;
  const login = decodeURIComponent(new URL(settings.DATABASE_URL).username);
  const [role] = await connection.query<{ mighty: boolean; admitted: boolean; name: string }>(
    `select quote_ident(rolname) as name, rolsuper or rolbypassrls as mighty,
       pg_has_role(rolname, 'marketing_app', 'member') as admitted
     from pg_roles where rolname = $1`,
    [login],
  );
  if (role && !role.admitted) await connection.run(`grant marketing_app to ${role.name}`);
  if (role?.mighty && settings.isProduction)
    logger().warn(
      `${login} may bypass row-level security: let DATABASE_URL log in as a role of its own (docs/operations.md)`,
    );
}

async function openEmbedded(settings: Settings): Promise<EmbeddedServer> {
  const dataDir = join(settings.DATA_DIR, 'postgres');
  await mkdir(dataDir, { recursive: true });
  return EmbeddedServer.open({ dataDir });
}

function openPostgres(settings: Settings): PostgresServer {
  return new PostgresServer(settings, (error) =>
    logger().warn(`An idle connection was lost: ${error.message}`),
  );
}

const logger = () => new Logger('Database');
