import { Injectable } from '@nestjs/common';
import { Database } from '#platform/database/database';
import { isOwned, type KnownTable, quoted } from './owned-rows.js';

/** A row as JSON has it, without what is left out. */
export type ReadRow = Readonly<Record<string, unknown>>;

/** Some rows of a table, and the key of the last. */
interface ReadPage {
  readonly rows: readonly ReadRow[];
  readonly last: readonly string[] | null;
}

/** Reads the rows of one user from any table, in the order of their keys, whatever a token may read of it. */
@Injectable()
export class ReadingRepository {
  constructor(private readonly database: Database) {}

  async page(
    userId: string,
    table: KnownTable,
    after: readonly string[] | null,
    limit: number,
  ): Promise<ReadPage> {
    const owned = isOwned(table);
    const { key } = table.shape;
    if (owned === undefined || key.length === 0) return { rows: [], last: null };
    const columns = key.map(({ name }) => `t.${quoted(name)}`);
    const behind = after
      ? `and (${columns.join(', ')}) > (${key.map(({ type }, at) => `$${at + 3}::text::${type}`).join(', ')})`
      : '';
    const { rows } = await this.database.asService('privacy.export', () =>
      this.database.execute({
        sql: `select to_jsonb(t) - $2::text[] as row, array[${columns.map((column) => `${column}::text`).join(', ')}] as at
              from ${quoted(table.map.name)} t where ${owned} ${givenOf(table)} ${behind}
              order by ${columns.join(', ')} limit ${limit}`,
        parameters: [userId, [...table.map.leftOut], ...(after ?? [])],
      }),
    );
    const last = rows.length < limit ? null : (rows.at(-1)?.['at'] as string[]);
    return { rows: rows.map(({ row }) => row as ReadRow), last };
  }

  /** Whether the tables hold more rows of the user than so many; counts no further. */
  async exceeds(userId: string, tables: readonly KnownTable[], most: number): Promise<boolean> {
    const parts = tables.flatMap((table) => {
      const owned = isOwned(table);
      return owned === undefined
        ? []
        : [`(select 1 from ${quoted(table.map.name)} t where ${owned} ${givenOf(table)} limit ${most + 1})`];
    });
    const { rows } = await this.database.asService('privacy.export', () =>
      this.database.execute({
        sql: `select count(*)::int as count from (select 1 from (${parts.join(' union all ')}) found limit ${most + 1}) counted`,
        parameters: [userId],
      }),
    );
    return Number(rows[0]?.['count'] ?? 0) > most;
  }
}

const givenOf = ({ map }: KnownTable): string => (map.given === undefined ? '' : `and (${map.given})`);
