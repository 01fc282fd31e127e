import { sql } from 'kysely';
import type { Sql } from './field-sql.repository.js';

/** Which leads are looked at: those of the ids, or those whose ids lie behind `after` and not behind `upTo`. */
export type LeadScope = { ids: readonly string[] } | { after: string | null; upTo: string | null };

/** Whether an id is one of those. */
export function within(id: Sql, scope: LeadScope): Sql {
  if ('ids' in scope) return sql`${id} = any(${[...scope.ids]}::uuid[])`;
  const after = scope.after === null ? sql`true` : sql`${id} > ${scope.after}::uuid`;
  return scope.upTo === null ? after : sql`${after} and ${id} <= ${scope.upTo}::uuid`;
}
