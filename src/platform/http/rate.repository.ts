import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '#platform/database/database';
import { deleteOldest } from '#platform/database/delete-oldest';

/** Requests per subject and minute, added up over all instances. */
@Injectable()
export class RateRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('app.rate_windows');
  }

  /** Adds this instance's shares in one statement and answers the new totals. `window` counts minutes since 1970. */
  add(
    shares: ReadonlyMap<string, { window: number; hits: number }>,
  ): Promise<{ subject: string; hits: number }[]> {
    const rows = [...shares]
      .map(([subject, { window, hits }]) => ({ subject, at: new Date(window * 60_000).toISOString(), hits }))
      .sort((one, other) => (one.subject < other.subject ? -1 : 1));
    return this.database.asService('platform.bookkeeping', () =>
      this.tables
        .insertInto('app.rate_windows')
        .columns(['subject', 'window_start', 'hits'])
        .expression(
          sql`select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
              as share(subject text, at timestamptz, hits integer)`,
        )
        .onConflict((conflict) =>
          conflict
            .columns(['subject', 'window_start'])
            .doUpdateSet({ hits: sql`rate_windows.hits + excluded.hits` }),
        )
        .returning(['subject', 'hits'])
        .execute(),
    );
  }

  forget(before: Date, atMost: number): Promise<number> {
    const rows = { table: 'app.rate_windows', column: 'window_start' } as const;
    return this.database.asService('platform.bookkeeping', () =>
      deleteOldest(this.tables, rows, before, atMost),
    );
  }
}
