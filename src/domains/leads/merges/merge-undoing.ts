import type { FieldSource, Lead } from '../lead.answers.dto.js';
import { isSame } from '../upserts/merge-rules.js';

type Columns = Readonly<Record<string, unknown>>;
type Values = Readonly<Record<string, unknown>>;

/**
 * What makes the merge undone: each column that is still as the merge left it becomes what it was before. What was changed
 * since stays, custom fields and tags one by one.
 */
export function undoingOf(now: Lead, before: Columns, after: Columns): Record<string, unknown> {
  const columns: Record<string, unknown> = {};
  for (const name of Object.keys(after)) {
    if (name === 'tags' || name === 'custom_fields' || name === 'field_sources') continue;
    if (isSame(now[name as keyof Lead], after[name])) columns[name] = before[name] ?? null;
  }
  // What was found of an address goes with it; where nothing was, it is looked at anew.
  for (const name of ['email_issues', 'email_suggestion'])
    if ('email' in columns) columns[name] = before[name] ?? null;
    else delete columns[name];
  if ('tags' in after) {
    const added = new Set(
      (after['tags'] as string[]).filter((tag) => !(before['tags'] as string[]).includes(tag)),
    );
    columns['tags'] = now.tags.filter((tag) => !added.has(tag));
  }
  if ('custom_fields' in after)
    columns['custom_fields'] = restored(
      now.custom_fields,
      before['custom_fields'] as Values,
      after['custom_fields'] as Values,
    );
  if ('field_sources' in after)
    columns['field_sources'] = restored(
      now.field_sources,
      before['field_sources'] as Values,
      after['field_sources'] as Values,
    ) as Record<string, FieldSource>;
  return columns;
}

/** Of an object's keys those that the merge changed and nobody since. */
function restored(now: Values, before: Values, after: Values): Record<string, unknown> {
  const values: Record<string, unknown> = { ...now };
  for (const key of Object.keys(after)) {
    if (isSame(before[key], after[key]) || !isSame(now[key], after[key])) continue;
    if (key in before) values[key] = before[key];
    else delete values[key];
  }
  return values;
}
