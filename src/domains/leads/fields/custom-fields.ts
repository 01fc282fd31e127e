import type { FieldIssue } from '#kernel/errors';
import { type CustomField, readCustomValue } from './custom-value.js';

/**
 * The values as they are kept, and what is wrong with them. Values under keys that are not defined stay as they are, null
 * under one that is clears it. Of a `whole` lead the required fields must be there.
 */
export function checkCustomFields(
  fields: readonly CustomField[],
  given: Readonly<Record<string, unknown>>,
  whole: boolean,
): { values: Record<string, unknown>; issues: FieldIssue[] } {
  const values = { ...given };
  const issues: FieldIssue[] = [];
  for (const field of fields) {
    const path = `custom_fields.${field.key}`;
    const raw = Object.hasOwn(given, field.key) ? given[field.key] : undefined;
    const isEmpty =
      raw === undefined || raw === null || raw === '' || (Array.isArray(raw) && raw.length === 0);
    if (isEmpty) {
      if (raw !== undefined) values[field.key] = null;
      if (field.required && (whole || raw !== undefined))
        issues.push({ path, message: `${path} is required` });
      continue;
    }
    const reading = readCustomValue(field, raw);
    if ('problem' in reading) issues.push({ path, message: `${path} ${reading.problem}` });
    else values[field.key] = reading.value;
  }
  return { values, issues };
}
