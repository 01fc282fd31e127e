import { type RawBuilder, type SelectQueryBuilder, sql } from 'kysely';
import { decodeNameCursor, decodeRowCursor, type Page, toPage } from '#kernel/page';

/** Which part of a list is wanted. */
interface Slice {
  readonly limit: number;
  readonly cursor?: string | undefined;
  readonly offset?: number | undefined;
}

/** Lists are sorted by `created_at`, newest first; this column tells rows of one moment apart. */
interface RowKey<Column extends string> {
  readonly column: Column;
  readonly holds: 'uuid' | 'text';
}

export const BY_ID: RowKey<'id'> = { column: 'id', holds: 'uuid' };

/** One page of the rows that `query` finds. */
export async function newestFirst<
  Column extends string,
  Tables,
  Table extends keyof Tables,
  Row extends { created_at: string } & Record<Column, string>,
>(
  query: SelectQueryBuilder<Tables, Table, Row>,
  { limit, cursor, offset }: Slice,
  key: RowKey<Column>,
): Promise<Page<Row>> {
  let wanted = query
    .orderBy(sql`created_at desc`)
    .orderBy(sql`${sql.ref(key.column)} desc`)
    .limit(limit + 1);
  if (cursor !== undefined) wanted = wanted.where(olderThan(cursor, key));
  if (offset) wanted = wanted.offset(offset);
  return toPage(await wanted.execute(), limit, (row) => [row.created_at, row[key.column]]);
}

/** Rows that come after the one a cursor names. */
function olderThan(cursor: string, { column, holds }: RowKey<string>): RawBuilder<boolean> {
  const { at, name } = holds === 'uuid' ? decodeRowCursor(cursor) : decodeNameCursor(cursor);
  return sql<boolean>`(created_at, ${sql.ref(column)}) < (${at}::timestamptz, ${name})`;
}
