import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type Kysely,
  type QueryResult,
} from 'kysely';
import type { Statement, StatementResult } from './sql-server.js';

type Execute = (statement: Statement) => Promise<StatementResult>;

/** Lets Kysely compile for Postgres while `Database` decides on which session, and as whom, a statement runs. */
export class TenantDialect implements Dialect {
  constructor(private readonly execute: Execute) {}

  createAdapter = () => new PostgresAdapter();
  createQueryCompiler = () => new PostgresQueryCompiler();
  createIntrospector = (database: Kysely<unknown>) => new PostgresIntrospector(database);
  createDriver = (): Driver => new TenantDriver(this.execute);
}

class TenantDriver implements Driver {
  private readonly connection: DatabaseConnection;

  constructor(execute: Execute) {
    this.connection = new TenantConnection(execute);
  }

  async init(): Promise<void> {}
  async acquireConnection(): Promise<DatabaseConnection> {
    return this.connection;
  }
  beginTransaction(): Promise<void> {
    return Promise.reject(new Error('Use Database.transaction, which other code can join.'));
  }
  commitTransaction = this.beginTransaction;
  rollbackTransaction = this.beginTransaction;
  async releaseConnection(): Promise<void> {}
  async destroy(): Promise<void> {}
}

class TenantConnection implements DatabaseConnection {
  constructor(private readonly execute: Execute) {}

  async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    const { rows, affected } = await this.execute(query);
    return {
      rows: rows as Row[],
      ...(affected !== undefined && { numAffectedRows: BigInt(affected) }),
    };
  }

  streamQuery<Row>(): AsyncIterableIterator<QueryResult<Row>> {
    throw new Error('Read large results in keyset pages instead of streaming them.');
  }
}
