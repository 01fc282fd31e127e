import type { Catalogue, TableShape } from './catalogue.repository.js';
import { mapped } from './data-map.js';
import type { MappedTable } from './mapped-table.js';

/** A mapped table with what the database says of it. */
export interface KnownTable {
  readonly map: MappedTable;
  readonly shape: TableShape;
}

/** The mapped tables that the database has, those first that refer to others, so that nothing goes by a cascade. */
export function childrenFirst(tables: readonly MappedTable[], catalogue: Catalogue): KnownTable[] {
  const known = tables.flatMap((map) => {
    const shape = catalogue.get(map.name);
    return shape ? [{ map, shape }] : [];
  });
  const byName = new Map(known.map((table) => [table.map.name, table]));
  const ordered = new Set<KnownTable>();
  const visit = (table: KnownTable, above: ReadonlySet<KnownTable>): void => {
    if (ordered.has(table) || above.has(table)) return;
    const path = new Set([...above, table]);
    for (const child of known) if (child.shape.parents.includes(table.map.name)) visit(child, path);
    ordered.add(table);
  };
  for (const table of byName.values()) visit(table, new Set());
  return [...ordered];
}

export const quoted = (name: string): string =>
  name
    .split('.')
    .map((part) => `"${part.replaceAll('"', '""')}"`)
    .join('.');

/** SQL that is true of the rows `t` of the user whose id is `$1`; undefined where no row is anybody's. */
export function isOwned(table: KnownTable): string | undefined {
  const named = isNamed(table);
  const { besides } = table.map;
  return named === undefined || besides === undefined ? named : `(${named} or ${besides})`;
}

function isNamed({ map, shape }: KnownTable): string | undefined {
  const { owner, via } = map;
  if (owner.by === 'nobody') return undefined;
  const column = `t.${quoted(owner.column)}`;
  if (owner.by === 'text') return `position($1::text in ${column}) > 0`;
  if (owner.by === 'parent') return `${column} in (${idsOf(owner.parent)})`;
  const own = `${column} = $1::uuid`;
  if (!via || shape.indexed.includes(owner.column) || !shape.parents.includes(`public.${via[1]}`)) return own;
  return `${own} and t.${quoted(via[0])} in (${idsOf(via[1])})`;
}

/** Whether an index leads to the rows of a user, so that they need not be looked for in the whole table. */
export function isIndexed({ map: { owner, via }, shape }: KnownTable): boolean {
  if (owner.by === 'column') {
    const leads = via && shape.parents.includes(`public.${via[1]}`) && shape.indexed.includes(via[0]);
    return shape.indexed.includes(owner.column) || leads === true;
  }
  return owner.by === 'parent' && shape.indexed.includes(owner.column);
}

function idsOf(parent: string): string {
  const { owner, besides } = mapped(`public.${parent}`);
  if (owner.by !== 'column') throw new Error(`The table ${parent} names no user itself.`);
  const further = besides === undefined ? '' : ` or ${besides}`;
  return `select t.id from ${quoted(`public.${parent}`)} t where t.${quoted(owner.column)} = $1::uuid${further}`;
}
