import { Injectable } from '@nestjs/common';
import { Database } from '#platform/database/database';
import { isIndexed, isOwned, type KnownTable, quoted } from './owned-rows.js';
import { FILE_MAP, mapped } from './data-map.js';

/** Rows that go in one statement, so that none holds many locks or takes long. */
const AT_ONCE = 2_000;
/** Where no index leads to the rows, the table is gone through once in strips of so many pages. */
const PAGES_AT_ONCE = 256;

/** How far through a table somebody has come; null where it is gone through from its beginning each time. */
export interface Strip {
  readonly from: number;
}

/** What one statement has done, and where the next goes on; `next` is null when nothing is left. */
export interface Bite {
  readonly rows: number;
  readonly next: Strip | null;
}

/** Takes the rows of one user out of any table, a bite at a time. Each bite belongs into a transaction of the caller's. */
@Injectable()
export class ErasingRepository {
  constructor(private readonly database: Database) {}

  async bite(userId: string, table: KnownTable, at: Strip): Promise<Bite> {
    const owned = isOwned(table);
    if (owned === undefined) return { rows: 0, next: null };
    if (isIndexed(table)) {
      const rows = await this.change(
        table,
        `array(select t.ctid from ${nameOf(table)} t where ${owned} limit ${AT_ONCE})`,
        [userId],
      );
      return { rows, next: rows < AT_ONCE ? null : at };
    }
    const to = at.from + PAGES_AT_ONCE;
    const strip = `t.ctid >= '(${at.from},0)'::tid and t.ctid < '(${to},0)'::tid`;
    const found = `array(select t.ctid from ${nameOf(table)} t where ${strip} and ${owned})`;
    const rows = await this.change(table, found, [userId]);
    return { rows, next: to < (await this.pages(table)) ? { from: to } : null };
  }

  /** Empties columns that name the user in rows of others; answers how many. */
  async forgetName(userId: string, { map }: KnownTable, column: string): Promise<number> {
    return this.count(
      `update ${quoted(map.name)} t set ${quoted(column)} = null where t.${quoted(column)} = $1 returning 1`,
      [userId],
    );
  }

  /** Where files of the user lie: so many, of one kind. */
  async files(userId: string, kind: number, [limit, offset]: readonly [number, number]): Promise<string[]> {
    const file = FILE_MAP[kind];
    if (!file) return [];
    const { owner, besides } = mapped(file.table);
    if (owner.by !== 'column') throw new Error(`The files of ${file.table} are nobody's.`);
    const further = besides === undefined ? '' : ` or ${besides}`;
    const { rows } = await this.asEraser(
      `select path from (
         select ${file.path} as path from ${quoted(file.table)} t where t.${quoted(owner.column)} = $1::uuid${further}
       ) found where path ~ '^([a-z0-9][a-z0-9_-]*/)+[a-z0-9][a-z0-9_-]*[.][a-z0-9]+$'
       order by path limit $2 offset $3`,
      [userId, limit, offset],
    );
    return rows.map(({ path }) => String(path));
  }

  private change(table: KnownTable, found: string, parameters: unknown[]): Promise<number> {
    const name = nameOf(table);
    const { fate } = table.map;
    if (fate.is === 'kept') return Promise.resolve(0);
    const gone =
      fate.is === 'deleted'
        ? `delete from ${name} where ctid = any(${found}) returning 1`
        : `update ${name} set ${fate.columns.map((column) => `${quoted(column)} = null`).join(', ')}
           where ctid = any(${found}) returning 1`;
    return this.count(gone, parameters);
  }

  private async count(change: string, parameters: unknown[]): Promise<number> {
    const { rows } = await this.asEraser(
      `with changed as (${change}) select count(*)::int as count from changed`,
      parameters,
    );
    return Number(rows[0]?.['count'] ?? 0);
  }

  private async pages(table: KnownTable): Promise<number> {
    const { rows } = await this.asEraser(
      `select (pg_relation_size($1::regclass) / current_setting('block_size')::int)::float8 as pages`,
      [nameOf(table)],
    );
    return Number(rows[0]?.['pages'] ?? 0);
  }

  private asEraser(sql: string, parameters: unknown[]) {
    return this.database.asService('privacy.erase', () => this.database.execute({ sql, parameters }));
  }
}

const nameOf = ({ map }: KnownTable): string => quoted(map.name);
