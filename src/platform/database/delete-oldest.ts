import { type Kysely, sql } from 'kysely';

/**
 * Deletes at most so many rows whose `column` lies before a time, the oldest first, in one statement, and answers how many.
 * Rows that somebody else holds are left for the next time. An index on the column serves it.
 */
export async function deleteOldest<Tables, Table extends keyof Tables & string>(
  tables: Kysely<Tables>,
  { table, column }: { table: Table; column: keyof Tables[Table] & string },
  before: Date,
  atMost: number,
): Promise<number> {
  const { numAffectedRows = 0n } = await sql`
    delete from ${sql.table(table)} where ctid = any (array(
      select ctid from ${sql.table(table)} where ${sql.ref(column)} < ${before.toISOString()}::timestamptz
      order by ${sql.ref(column)} limit ${atMost} for update skip locked))`.execute(tables);
  return Number(numAffectedRows);
}
