import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '#platform/database/database';
import { deleteOldest } from '#platform/database/delete-oldest';

/** Counts the test mails of each day. */
@Injectable()
export class TestMailRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('email_test_days');
  }

  /** Counts so many mails where the day has room for all of them; false where it has not. */
  async spend(ownerId: string, mails: number, perDay: number): Promise<boolean> {
    const { rows } = await sql`
      insert into email_test_days as spent (created_by, day, mails)
      select ${ownerId}, (now() at time zone 'utc')::date, ${mails}::integer where ${mails}::integer <= ${perDay}::integer
      on conflict (created_by, day) do update set mails = spent.mails + excluded.mails
        where spent.mails + excluded.mails <= ${perDay}::integer
      returning mails`.execute(this.tables);
    return rows.length > 0;
  }

  async spent(ownerId: string): Promise<number> {
    const { rows } = await sql<{ mails: number }>`
      select mails from email_test_days
      where created_by = ${ownerId} and day = (now() at time zone 'utc')::date`.execute(this.tables);
    return rows[0]?.mails ?? 0;
  }

  /** Counts of days that are over. */
  forget(before: Date, atMost: number): Promise<number> {
    const rows = { table: 'email_test_days', column: 'day' } as const;
    return this.database.asService('platform.retention', () =>
      deleteOldest(this.tables, rows, before, atMost),
    );
  }
}
