import type { Duplex } from 'node:stream';
import pg from 'pg';
import type { Settings } from '#platform/config/settings';
import type { SqlServer, SqlSession, Statement, StatementResult } from './sql-server.js';
import { isoTimestamp } from './timestamps.js';

const { Pool, types } = pg;
const NAMED_AT_MOST = 300;
const TIMESTAMP = 1114;
const TIMESTAMPTZ = 1184;
const DATE = 1082;
const BIGINT = 20;

/** Statements seen twice get a name, so that Postgres plans them once per connection; the number of names is bounded. */
class StatementNames {
  private readonly seen = new Map<string, string | null>();
  private given = 0;

  nameOf(sql: string): string | undefined {
    const known = this.seen.get(sql);
    if (known) return known;
    if (known === undefined) {
      if (this.seen.size > NAMED_AT_MOST * 4) this.forgetUnnamed();
      this.seen.set(sql, null);
      return undefined;
    }
    if (this.given >= NAMED_AT_MOST || sql.length > 8_000) return undefined;
    const name = `s${++this.given}`;
    this.seen.set(sql, name);
    return name;
  }

  private forgetUnnamed(): void {
    for (const [sql, name] of this.seen) if (name === null) this.seen.delete(sql);
  }
}

class PooledSession implements SqlSession {
  constructor(
    readonly client: pg.PoolClient,
    private readonly names: StatementNames,
  ) {}

  async execute(statement: Statement): Promise<StatementResult> {
    if (statement.parameters.length === 0) return this.simple(statement.sql);
    const name = this.names.nameOf(statement.sql);
    this.writeTogether();
    const { rows, rowCount } = await this.client.query<Record<string, unknown>>({
      text: statement.sql,
      values: [...statement.parameters],
      ...(name !== undefined && { name }),
    });
    return { rows, affected: rowCount ?? undefined };
  }

  async script(sql: string): Promise<void> {
    this.writeTogether();
    await this.client.query(sql);
  }

  /** What is asked within one turn of the event loop, such as a statement with its `begin` and `commit`, leaves in one write. */
  private writeTogether(): void {
    const { stream } = (this.client as pg.PoolClient & { connection: { stream: Duplex } }).connection;
    if (stream.writableCorked > 0) return;
    stream.cork();
    process.nextTick(() => stream.uncork());
  }

  /** Without parameters the text may hold several statements; the rows are those of all of them. */
  private async simple(sql: string): Promise<StatementResult> {
    const answered: pg.QueryResult | pg.QueryResult[] = await this.client.query(sql);
    const results = Array.isArray(answered) ? answered : [answered];
    return {
      rows: results.flatMap((result) => result.rows as Record<string, unknown>[]),
      affected: results.at(-1)?.rowCount ?? undefined,
    };
  }
}

/** A Postgres server behind a pool of pipelined connections. Sessions start as `marketing_app`, which owns and reads nothing. */
export class PostgresServer implements SqlServer {
  readonly kind = 'postgres';
  private readonly pool: pg.Pool;
  private readonly names = new StatementNames();

  constructor(settings: Settings, onIdleError: (error: Error) => void) {
    const timeout = settings.DATABASE_STATEMENT_TIMEOUT_MS;
    const config = {
      connectionString: settings.DATABASE_URL,
      max: settings.DATABASE_POOL_SIZE,
      pipeline: true,
      connectionTimeoutMillis: 2_000,
      query_timeout: timeout + 1_000,
      statement_timeout: timeout,
      lock_timeout: 5_000,
      idle_in_transaction_session_timeout: 30_000,
      keepAlive: true,
      application_name: 'marketing-autopilot',
      types: { getTypeParser: typeParser },
      onConnect: async (client: pg.ClientBase) => {
        await client.query(`set time zone 'UTC'; set jit = off; set role marketing_app`);
      },
    };
    this.pool = new Pool(config as pg.PoolConfig);
    this.pool.on('error', onIdleError);
    // A connection that is lost while it is lent is told by its query; unheard, the event would end the process.
    this.pool.on('connect', (client) => client.on('error', () => undefined));
  }

  async acquire(): Promise<SqlSession> {
    return new PooledSession(await this.pool.connect(), this.names);
  }

  release(session: SqlSession, broken: boolean): void {
    (session as PooledSession).client.release(broken);
  }

  counts() {
    return { open: this.pool.totalCount, idle: this.pool.idleCount, waiting: this.pool.waitingCount };
  }

  async close(): Promise<void> {
    await this.pool.end();
  }
}

function typeParser(oid: number, format?: 'text' | 'binary'): (text: string) => unknown {
  if (oid === TIMESTAMPTZ || oid === TIMESTAMP) return isoTimestamp;
  if (oid === DATE) return String;
  if (oid === BIGINT) return Number;
  return types.getTypeParser(oid, format as 'text');
}
