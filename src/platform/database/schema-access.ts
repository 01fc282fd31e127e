import { Injectable } from '@nestjs/common';
import pg from 'pg';
import { Settings } from '#platform/config/settings';
import { EmbeddedServer } from './embedded-server.js';
import type { SchemaConnection } from './migrator.js';
import type { SqlServer } from './sql-server.js';

/** Lends a connection that may change the schema, for the time of a start. */
@Injectable()
export class SchemaAccess {
  constructor(
    private readonly server: SqlServer,
    private readonly settings: Settings,
  ) {}

  /** On Postgres a connection of its own (`DATABASE_MIGRATION_URL`, else `DATABASE_URL`); embedded, the only one, alone. */
  with<Result>(work: (connection: SchemaConnection) => Promise<Result>): Promise<Result> {
    if (this.server instanceof EmbeddedServer) return this.embedded(this.server, work);
    return this.ofItsOwn(work);
  }

  private async ofItsOwn<Result>(work: (connection: SchemaConnection) => Promise<Result>): Promise<Result> {
    const client = new pg.Client({
      connectionString: this.settings.DATABASE_MIGRATION_URL ?? this.settings.DATABASE_URL,
      application_name: 'marketing-autopilot migrations',
      connectionTimeoutMillis: 10_000,
    });
    await client.connect();
    try {
      return await work({
        run: async (sql) => void (await client.query(sql)),
        rows: async <Row>(sql: string) => {
          const answered: pg.QueryResult | pg.QueryResult[] = await client.query(sql);
          return (Array.isArray(answered) ? answered : [answered]).flatMap((result) => result.rows as Row[]);
        },
        query: async <Row>(sql: string, values: unknown[]) => (await client.query(sql, values)).rows as Row[],
      });
    } finally {
      await client.end();
    }
  }

  private embedded<Result>(
    server: EmbeddedServer,
    work: (connection: SchemaConnection) => Promise<Result>,
  ): Promise<Result> {
    return server.exclusive(() =>
      work({
        run: async (sql) => void (await server.postgres.exec(sql)),
        rows: async <Row>(sql: string) =>
          (await server.postgres.exec(sql)).flatMap((result) => result.rows as Row[]),
        query: async <Row>(sql: string, values: unknown[]) =>
          (await server.postgres.query<Row>(sql, values)).rows,
      }),
    );
  }
}
