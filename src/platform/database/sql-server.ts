/** A statement with its parameters; a named one is prepared once per connection. */
export interface Statement {
  readonly sql: string;
  readonly parameters: readonly unknown[];
}

export interface StatementResult {
  readonly rows: Record<string, unknown>[];
  readonly affected: number | undefined;
}

/** One connection for the time it is lent. Statements are sent at once, in order, without waiting for earlier answers. */
export interface SqlSession {
  execute(statement: Statement): Promise<StatementResult>;
  /** Statements without parameters, separated by semicolons. */
  script(sql: string): Promise<void>;
}

/** Where the tables live: a Postgres server behind a pool, or the embedded one with its single connection. */
export interface SqlServer {
  readonly kind: 'postgres' | 'embedded';
  acquire(): Promise<SqlSession>;
  /** Takes the session back; a broken one is thrown away. */
  release(session: SqlSession, broken: boolean): void;
  counts(): { open: number; idle: number; waiting: number };
  close(): Promise<void>;
}
