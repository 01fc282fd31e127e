import { createPgliteConnection, type PGlite, type PgliteConnection } from '@supabase/lite/pglite';
import { EMBEDDED_EXTENSIONS } from './embedded-extensions.js';
import type { SqlServer, SqlSession, Statement, StatementResult } from './sql-server.js';
import { isoTimestamp } from './timestamps.js';

const READING = {
  parsers: { 1114: isoTimestamp, 1184: isoTimestamp, 1082: String, 20: Number, 1700: String },
};

/** Postgres inside this process (PGlite). It has one connection, so sessions are lent one after the other. */
export class EmbeddedServer implements SqlServer {
  readonly kind = 'embedded';
  private queue: Promise<void> = Promise.resolve();
  private waiting = 0;
  private busy = false;
  private free: () => void = () => undefined;

  private constructor(readonly connection: PgliteConnection) {}

  get postgres(): PGlite {
    return this.connection.driver;
  }

  /** Opens the data directory, or a fresh database in memory, or one restored from a dump. */
  static async open(where: { dataDir?: string; snapshot?: Blob }): Promise<EmbeddedServer> {
    const connection = await createPgliteConnection({
      ...(where.dataDir !== undefined && { url: where.dataDir }),
      pgliteOptions: {
        extensions: EMBEDDED_EXTENSIONS,
        ...(where.snapshot !== undefined && { loadDataDir: where.snapshot }),
      },
    });
    await connection.driver.exec(`set time zone 'UTC'`);
    return new EmbeddedServer(connection);
  }

  async acquire(): Promise<SqlSession> {
    const mine = this.queue;
    let release: () => void = () => undefined;
    this.queue = new Promise((resolve) => (release = resolve));
    this.waiting++;
    await mine;
    this.waiting--;
    this.busy = true;
    this.free = release;
    return new EmbeddedSession(this.postgres);
  }

  release(): void {
    this.busy = false;
    this.free();
  }

  /** Runs work that talks to PGlite by itself while nobody else does. */
  async exclusive<Result>(work: () => Promise<Result>): Promise<Result> {
    await this.acquire();
    try {
      return await work();
    } finally {
      this.release();
    }
  }

  counts() {
    return { open: 1, idle: this.busy ? 0 : 1, waiting: this.waiting };
  }

  async close(): Promise<void> {
    await this.exclusive(() => this.postgres.close());
  }
}

class EmbeddedSession implements SqlSession {
  constructor(private readonly postgres: PGlite) {}

  async execute(statement: Statement): Promise<StatementResult> {
    if (statement.parameters.length === 0) {
      const results = await this.postgres.exec(statement.sql, READING);
      return {
        rows: results.flatMap((result) => result.rows as Record<string, unknown>[]),
        affected: results.at(-1)?.affectedRows,
      };
    }
    const { rows, affectedRows } = await this.postgres.query<Record<string, unknown>>(
      statement.sql,
      [...statement.parameters],
      READING,
    );
    return { rows, affected: affectedRows };
  }

  async script(sql: string): Promise<void> {
    await this.postgres.exec(sql);
  }
}
