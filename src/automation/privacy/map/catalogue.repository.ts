import { Injectable } from '@nestjs/common';
import { Database } from '#platform/database/database';

/** A table as the database itself describes it. */
export interface TableShape {
  readonly name: string;
  readonly columns: readonly string[];
  /** The primary key; empty where there is none. */
  readonly key: readonly { readonly name: string; readonly type: string }[];
  /** Columns that a whole index begins with. */
  readonly indexed: readonly string[];
  /** Columns that hold words: texts, lists of them and documents of JSON. */
  readonly words: readonly string[];
  /** Tables that its foreign keys lead to. */
  readonly parents: readonly string[];
}

export type Catalogue = ReadonlyMap<string, TableShape>;

const SHAPES = `
  select n.nspname || '.' || c.relname as name,
    (select json_agg(a.attname order by a.attnum) from pg_attribute a
     where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns,
    coalesce((select json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod)) order by k.nth)
     from pg_constraint p cross join unnest(p.conkey) with ordinality as k(att, nth)
     join pg_attribute a on a.attrelid = p.conrelid and a.attnum = k.att
     where p.conrelid = c.oid and p.contype = 'p'), '[]') as key,
    coalesce((select json_agg(distinct a.attname) from pg_index i
     join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
     where i.indrelid = c.oid and i.indpred is null), '[]') as indexed,
    coalesce((select json_agg(a.attname order by a.attnum) from pg_attribute a
     where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
       and a.atttypid in ('text'::regtype, 'varchar'::regtype, 'text[]'::regtype, 'jsonb'::regtype)
       and not exists (select from pg_constraint f
         where f.conrelid = c.oid and f.contype = 'f' and a.attnum = any(f.conkey))), '[]') as words,
    coalesce((select json_agg(distinct pn.nspname || '.' || pc.relname) from pg_constraint f
     join pg_class pc on pc.oid = f.confrelid join pg_namespace pn on pn.oid = pc.relnamespace
     where f.conrelid = c.oid and f.contype = 'f' and f.confrelid <> f.conrelid), '[]') as parents
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname in ('public', 'app') and c.relkind in ('r', 'p') and not c.relispartition`;

/** What tables there are: read from the database, which is never out of date. */
@Injectable()
export class CatalogueRepository {
  constructor(private readonly database: Database) {}

  async read(): Promise<Catalogue> {
    const { rows } = await this.database.asService('privacy.erase', () =>
      this.database.execute({ sql: SHAPES, parameters: [] }),
    );
    return new Map((rows as unknown as TableShape[]).map((shape) => [shape.name, shape]));
  }
}
