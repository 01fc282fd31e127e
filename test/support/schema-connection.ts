import type { PGlite } from '@electric-sql/pglite';
import type { SchemaConnection } from '#platform/database/migrator';

/** A bare database in the way migrations are handed one. */
export function schemaConnection(postgres: PGlite): SchemaConnection {
  return {
    run: async (sql) => void (await postgres.exec(sql)),
    rows: async <Row>(sql: string) => (await postgres.exec(sql)).flatMap((result) => result.rows as Row[]),
    query: async <Row>(sql: string, values: unknown[]) => (await postgres.query<Row>(sql, values)).rows,
  };
}
