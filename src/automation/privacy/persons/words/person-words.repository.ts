import { Injectable } from '@nestjs/common';
import { Database } from '#platform/database/database';
import { CatalogueRepository } from '../../map/catalogue.repository.js';
import { DATA_MAP } from '../../map/data-map.js';
import { childrenFirst, isOwned, type KnownTable, quoted } from '../../map/owned-rows.js';
import type { Finds } from './sought.js';

/** Rows that one statement reads. */
const AT_ONCE = 5_000;

/** What one statement has done, and the key of the last row that it has read; null after the last of all. */
interface ReadOn {
  readonly changed: number;
  readonly last: readonly string[] | null;
}

/** Words in which owners have written of a person, in any table. */
@Injectable()
export class PersonWordsRepository {
  constructor(
    private readonly database: Database,
    private readonly catalogue: CatalogueRepository,
  ) {}

  /** Tables in which anything may be written of somebody, those first that refer to others. */
  async searched(): Promise<KnownTable[]> {
    const tables = childrenFirst(DATA_MAP, await this.catalogue.read());
    return tables.filter(
      (table) =>
        table.map.owner.by !== 'nobody' &&
        table.map.person.mentions !== 'never' &&
        (table.map.person.mentions === 'row' || searchedIn(table).length > 0),
    );
  }

  /** Writes over what is found in the next rows of a table, or removes those that mention the person. */
  async readOn(
    ownerId: string,
    table: KnownTable,
    after: readonly string[] | null,
    finds: Finds,
  ): Promise<ReadOn> {
    const name = quoted(table.map.name);
    const key = table.shape.key.length > 0 ? table.shape.key : [{ name: 'ctid', type: 'tid' }];
    const keys = key.map(({ name: column }) => `t.${quoted(column)}`);
    const behind = after
      ? `and (${keys.join(', ')}) > (${key.map(({ type }, at) => `$${at + 6}::text::${type}`).join(', ')})`
      : '';
    const { rows } = await this.asEraser(
      `with page as materialized (
         select t.ctid as place, t::text ~* $2 as found, array[${keys.map((one) => `${one}::text`).join(', ')}] as key
         from ${name} t where ${isOwned(table)} ${behind} order by ${keys.join(', ')} limit ${AT_ONCE}
       ), changed as (
         ${change(table)} where t.ctid = any(array(select place from page where found)) and ${isHit(table)} returning 1
       ), used as (select $3::text[] as finds, $4::text[] as insteads, $5::text as mentions)
       select (select count(*)::int from changed) as changed, (select count(*)::int from page) as seen,
         (select key from page offset greatest((select count(*) from page) - 1, 0) limit 1) as last`,
      [ownerId, finds.roughly, [...finds.exactly], [...finds.insteads], finds.mentions, ...(after ?? [])],
    );
    const [row] = rows;
    const last = Number(row?.['seen']) < AT_ONCE ? null : (row?.['last'] as string[]);
    return { changed: Number(row?.['changed'] ?? 0), last };
  }

  /** Documents whose uploaded file mentions the person: it cannot be altered. */
  async originals(ownerId: string, finds: Finds): Promise<string[]> {
    const { rows } = await this.asEraser(
      `select id from public.knowledge_documents t
       where created_by = $1::uuid and upload_path is not null and content ~* $2`,
      [ownerId, finds.mentions],
    );
    return rows.map(({ id }) => String(id));
  }

  private asEraser(sql: string, parameters: unknown[]) {
    return this.database.asService('privacy.erase', () => this.database.execute({ sql, parameters }));
  }
}

function searchedIn({ map: { person, leftOut }, shape }: KnownTable): string[] {
  const own = [...(person.own ?? []), ...leftOut, person.address ?? ''];
  return shape.words.filter((column) => !own.includes(column));
}

function change(table: KnownTable): string {
  const name = quoted(table.map.name);
  if (table.map.person.mentions === 'row') return `delete from ${name} t`;
  const words = searchedIn(table).map((column) => `${quoted(column)} = ${redacted(column)}`);
  return `update ${name} t set ${words.join(', ')}`;
}

function isHit(table: KnownTable): string {
  if (table.map.person.mentions === 'row') return 't::text ~* $5';
  const changes = searchedIn(table).map(
    (column) => `t.${quoted(column)} is distinct from ${redacted(column)}`,
  );
  return `(${changes.join(' or ')})`;
}

const redacted = (column: string): string => `app.redacted(t.${quoted(column)}, $3::text[], $4::text[])`;
