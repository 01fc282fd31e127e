import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import type { Settings } from '#platform/config/settings';
import { EmbeddedServer } from './embedded-server.js';
import { migrate } from './migrator.js';
import { PostgresServer } from './postgres-server.js';
import { SchemaAccess } from './schema-access.js';
import type { SqlServer } from './sql-server.js';

/** Opens the database the settings name and brings its schema up to date. */
export async function openServer(settings: Settings): Promise<SqlServer> {
  const server = settings.embedded ? await openEmbedded(settings) : openPostgres(settings);
  const applied = await new SchemaAccess(server, settings).with(migrate);
  if (applied.length > 0) logger().log(`Applied ${applied.length} migrations, the last is ${applied.at(-1)}`);
  return server;
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
