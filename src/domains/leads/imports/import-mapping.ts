import { readTarget } from '../csv/csv-columns.js';
import { ImportMappingInvalid } from './import.errors.js';

/** What a caller says about columns; refused when it sends one to a field that does not exist. */
export function readMapping(text: string | undefined): Record<string, string | null> {
  if (text === undefined || text === '') return {};
  const mapping = parsed(text);
  if (typeof mapping !== 'object' || mapping === null || Array.isArray(mapping))
    throw new ImportMappingInvalid('mapping must be a JSON object from column to field.');
  for (const [column, target] of Object.entries(mapping))
    if (target !== null && (typeof target !== 'string' || readTarget(target) === undefined))
      throw new ImportMappingInvalid(
        `mapping sends "${column.slice(0, 100)}" to a field that does not exist.`,
      ).withIssues([
        {
          path: `mapping.${column.slice(0, 100)}`,
          message: 'must be a field of a lead, custom.<key>, or empty',
        },
      ]);
  return mapping as Record<string, string | null>;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
