import { randomUUID } from 'node:crypto';
import pg from 'pg';

const BY_DEFAULT = 'postgres://postgres@127.0.0.1:5432/postgres';

/** An empty database of our own on the given server, looked into past row-level security. */
export class ScratchDatabase {
  private readonly server: string;
  private readonly name: string;
  private readonly looker: pg.Pool;

  private constructor(server: string, name: string) {
    this.server = server;
    this.name = name;
    this.looker = new pg.Pool({ connectionString: this.urlFor('chaos'), max: 2 });
    this.looker.on('error', () => undefined);
  }

  static async create(given?: string): Promise<ScratchDatabase> {
    const { TEST_DATABASE_URL, DATABASE_URL } = process.env;
    const server = given || TEST_DATABASE_URL || DATABASE_URL || BY_DEFAULT;
    const name = `marketing_chaos_${randomUUID().replaceAll('-', '')}`;
    await onServer(server, `create database ${name}`);
    return new ScratchDatabase(server, name);
  }

  /** The address for one process; its connections carry its name. */
  urlFor(process: string): string {
    const url = new URL(this.server);
    url.pathname = `/${this.name}`;
    url.searchParams.set('application_name', process);
    return url.href;
  }

  async rows<Row>(sql: string, values: unknown[] = []): Promise<Row[]> {
    return (await this.looker.query(sql, values)).rows as Row[];
  }

  async cutConnectionsOf(process: string): Promise<void> {
    await this.rows(
      'select pg_terminate_backend(pid) from pg_stat_activity where datname = $1 and application_name = $2',
      [this.name, process],
    );
  }

  async drop(): Promise<void> {
    await this.looker.end();
    await onServer(this.server, `drop database if exists ${this.name} with (force)`);
  }
}

async function onServer(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
