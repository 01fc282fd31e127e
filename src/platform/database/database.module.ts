import { Global, Module } from '@nestjs/common';
import { Settings } from '#platform/config/settings';
import { Database } from './database.js';
import { openServer } from './open-server.js';
import { SchemaAccess } from './schema-access.js';
import type { SqlServer } from './sql-server.js';

/** Where the tables live; the injection token of `SqlServer`. */
export const SQL_SERVER = Symbol('SqlServer');

/** The connection to Postgres, wherever it stands, migrated before anything else uses it. */
@Global()
@Module({
  providers: [
    { provide: SQL_SERVER, inject: [Settings], useFactory: openServer },
    { provide: Database, inject: [SQL_SERVER], useFactory: (server: SqlServer) => new Database(server) },
    {
      provide: SchemaAccess,
      inject: [SQL_SERVER, Settings],
      useFactory: (server: SqlServer, settings: Settings) => new SchemaAccess(server, settings),
    },
  ],
  exports: [Database, SchemaAccess, SQL_SERVER],
})
export class DatabaseModule {}
