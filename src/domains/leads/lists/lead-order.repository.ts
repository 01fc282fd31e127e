import { sql } from 'kysely';
import { fieldSql, isInteger, SCORE, type Sql } from '../filters/field-sql.repository.js';
import type { FieldCondition, Filter } from '../filters/filter.js';
import { fieldOf, isDescending, type ListOrder, type Position, type SortField } from './lead-sort.js';

interface SortKey {
  readonly key: Sql;
  readonly type: 'timestamptz' | 'integer' | 'text';
  /** Whether there is an index of the leads of an owner in this order. */
  readonly indexed?: true;
  readonly nullable?: true;
}

const KEYS: Record<SortField | 'match', SortKey> = {
  created_at: { key: sql`leads.created_at`, type: 'timestamptz', indexed: true },
  updated_at: { key: sql`leads.updated_at`, type: 'timestamptz' },
  last_activity_at: { key: sql`leads.last_activity_at`, type: 'timestamptz', nullable: true },
  lead_score: { key: SCORE, type: 'integer', indexed: true },
  name: { key: sql`lower(leads.full_name)`, type: 'text', nullable: true },
  email: { key: sql`leads.email_norm`, type: 'text', indexed: true, nullable: true },
  company: { key: sql`lower(leads.company)`, type: 'text', nullable: true },
  match: { key: sql`leads.place`, type: 'integer' },
};

/** Conditions of one of these are found by an index of their own, the narrow ones first. */
const REACHED = ['campaign_id', 'form_id', 'email_quality', 'source', 'score', 'created_at'];

export function keySql(order: ListOrder): Sql {
  return KEYS[fieldOf(order)].key;
}

export function isIndexed(order: ListOrder): boolean {
  return KEYS[fieldOf(order)].indexed === true;
}

export function isNullable(order: ListOrder): boolean {
  return KEYS[fieldOf(order)].nullable === true;
}

/** `order by` as an index of the leads that have the key is in order. */
export function byIndex(order: ListOrder, key: Sql): Sql {
  return isDescending(order) ? sql`${key} desc, leads.id desc` : sql`${key}, leads.id`;
}

/** `order by` in which leads without the key come last. */
export function nullsLast(order: ListOrder, key: Sql): Sql {
  return isDescending(order) ? sql`${key} desc nulls last, leads.id desc` : sql`${key}, leads.id`;
}

/** The leads behind a position, of those that have the key when it has one, else of those without. */
export function behind(order: ListOrder, key: Sql, at: Position): Sql {
  const than = sql.raw(isDescending(order) ? '<' : '>');
  if (at.key === null) return sql`${key} is null and leads.id ${than} ${at.id}::uuid`;
  const type = sql.raw(KEYS[fieldOf(order)].type);
  return sql`(${key}, leads.id) ${than} (${at.key}::${type}, ${at.id}::uuid)`;
}

/** Conditions of a filter that the index of an order reaches without looking at other leads. */
export function boundsOf(order: ListOrder, filter: Filter): Sql[] {
  const field = { created_at: 'created_at', lead_score: 'score' }[fieldOf(order) as string];
  return reachedIn(filter)
    .filter((condition) => condition.field === field)
    .map(fieldSql);
}

/** Conditions of a filter, each of which an index of leads finds by itself. */
export function reachedByIndex(filter: Filter): Sql[] {
  const reached = reachedIn(filter);
  return REACHED.flatMap((name) => reached.filter(({ field }) => field === name)).map(fieldSql);
}

/** Conditions on tags of a filter, which a function finds. */
export function tagsIn(filter: Filter): { tags: string[]; all: boolean }[] {
  return conjunctionOf(filter).flatMap((part) =>
    'field' in part && part.field === 'tags' && part.op !== 'is_known'
      ? [{ tags: [part.value].flat().map(String), all: part.op === 'has_all' }]
      : [],
  );
}

function reachedIn(filter: Filter): FieldCondition[] {
  return conjunctionOf(filter).filter(
    (part): part is FieldCondition =>
      'field' in part &&
      part.op !== 'is_known' &&
      (part.field === 'score' ? isInteger(part.value) : REACHED.includes(part.field)),
  );
}

function conjunctionOf(filter: Filter): readonly Filter[] {
  return 'all' in filter ? filter.all.flatMap(conjunctionOf) : [filter];
}
