import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { DemoProblem } from './problem.ts';

/** A database of the demo's own beside the one that DATABASE_URL names: nothing that is there is read, changed or mailed. */
export class ScratchDatabase {
  /** Settings that point a server at it. */
  readonly environment: Record<string, string>;
  private readonly name = `marketing_demo_${randomBytes(5).toString('hex')}`;
  private readonly migrationUrl: string;

  /** `migrationUrl` is of a login that may create databases. */
  constructor(url: string, migrationUrl: string) {
    this.migrationUrl = migrationUrl;
    this.environment = {
      DATABASE_URL: named(url, this.name),
      DATABASE_MIGRATION_URL: named(migrationUrl, this.name),
    };
  }

  create = (): Promise<void> => onServer(this.migrationUrl, `create database ${this.name}`);
  drop = (): Promise<void> =>
    onServer(this.migrationUrl, `drop database if exists ${this.name} with (force)`);
}

function named(url: string, database: string): string {
  const other = new URL(url);
  other.pathname = `/${database}`;
  return other.href;
}

async function onServer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  try {
    await client.connect();
    await client.query(statement);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new DemoProblem(
      `DATABASE_URL: "${statement}" was refused (${reason}). Unset it to use the embedded one.`,
    );
  } finally {
    await client.end().catch(() => undefined);
  }
}
