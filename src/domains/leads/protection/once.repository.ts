import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '#platform/database/database';
import { deleteOldest } from '#platform/database/delete-oldest';
import type { Once } from './once.js';

/** What has been taken and is not taken again. */
@Injectable()
export class OnceRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('app.form_once');
  }

  /** Takes all of them; false when one had been taken before. Belongs into the transaction of what they are taken for. */
  async take(given: readonly Once[]): Promise<boolean> {
    if (given.length === 0) return true;
    const { rows } = await this.database.asService('leads.capture', () =>
      sql`
        insert into app.form_once (key, kind, expires_at)
        select key, kind, expires_at from json_to_recordset(${JSON.stringify(given)}::json)
          as given(key text, kind text, expires_at timestamptz) order by key
        on conflict (key) do nothing returning key`.execute(this.tables),
    );
    return rows.length === given.length;
  }

  forget(before: Date, atMost: number): Promise<number> {
    const rows = { table: 'app.form_once', column: 'expires_at' } as const;
    return this.database.asService('platform.retention', () =>
      deleteOldest(this.tables, rows, before, atMost),
    );
  }
}
