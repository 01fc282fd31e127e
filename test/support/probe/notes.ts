import type { Database } from '#platform/database/database';
import type { TestApp } from '../app.js';

/** A tenant table of the test's own, closed as every tenant table is. */
export async function makeNotes(app: TestApp): Promise<void> {
  await app.sql(`create table if not exists probe_notes (
    id bigint generated always as identity primary key, user_id uuid not null, text text not null unique, hits int not null default 0)`);
  await app.sql(`call app.protect('probe_notes', 'user_id')`);
}

/** Statements on it, as whoever the work runs as. */
export class Notes {
  constructor(private readonly database: Database) {}

  async add(owner: string, text: string): Promise<number | undefined> {
    const sql = 'insert into probe_notes (user_id, text) values ($1, $2)';
    return (await this.database.execute({ sql, parameters: [owner, text] })).affected;
  }

  async owners(): Promise<string[]> {
    const { rows } = await this.database.execute({ sql: 'select user_id from probe_notes', parameters: [] });
    return rows.map((row) => String(row['user_id']));
  }

  async texts(like: string): Promise<string[]> {
    const sql = 'select text from probe_notes where text like $1 order by text';
    return (await this.database.execute({ sql, parameters: [like] })).rows.map((row) => String(row['text']));
  }

  async run(sql: string, ...parameters: unknown[]): Promise<Record<string, unknown>[]> {
    return (await this.database.execute({ sql, parameters })).rows;
  }
}
