import type { CustomField } from '../fields/custom-value.js';
import { FILE_COLUMNS } from '../csv/file-columns.js';
import type { Filter } from '../filters/filter.js';
import type { ExportFormat } from './export.dto.js';
import { ExportColumnUnknown } from './export.errors.js';

const CUSTOM = 'custom.';

/** What stands in a file, settled before its first row: it stays so when the writing begins again. */
export interface ExportPlan {
  readonly format: ExportFormat;
  readonly filter: Filter;
  /** Only members of this segment. */
  readonly segmentId: string | null;
  /** Null for whole leads, which only JSON can hold. */
  readonly columns: readonly string[] | null;
}

/** The columns of a file: those that are wanted, else all, which are always in the same order. */
export function columnsOf(
  format: ExportFormat,
  wanted: readonly string[] | undefined,
  fields: readonly CustomField[],
): string[] | null {
  const all = [...FILE_COLUMNS, ...fields.map(({ key }) => CUSTOM + key)];
  if (!wanted) return format === 'csv' ? all : null;
  const unknown = wanted.find((name) => !all.includes(name));
  if (unknown !== undefined) throw new ExportColumnUnknown(unknown);
  return [...wanted];
}

/** The key of the custom field that a column holds. */
export function customKeyOf(column: string): string | undefined {
  return column.startsWith(CUSTOM) ? column.slice(CUSTOM.length) : undefined;
}
