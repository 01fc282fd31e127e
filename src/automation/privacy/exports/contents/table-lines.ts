import { csvCell } from '#domains/leads/csv/csv-cell';
import type { ReadRow } from '../../map/reading.repository.js';

/** A table as text: what stands before its first row, each page of rows, and what stands behind the last. */
export interface TableText {
  readonly head: string;
  readonly page: (rows: readonly ReadRow[], isFirst: boolean) => string;
  readonly tail: string;
}

export const JSON_TEXT: TableText = {
  head: '[',
  page: (rows, isFirst) =>
    rows.map((row, at) => `${isFirst && at === 0 ? '\n' : ',\n'}${JSON.stringify(row)}`).join(''),
  tail: '\n]\n',
};

/** Cells that a spreadsheet would take for formulas are told apart from them. */
export function csvText(columns: readonly string[]): TableText {
  return {
    head: `${columns.map(csvCell).join(',')}\r\n`,
    page: (rows) =>
      rows.map((row) => `${columns.map((column) => csvCell(cellOf(row[column]))).join(',')}\r\n`).join(''),
    tail: '',
  };
}

function cellOf(value: unknown): string | number | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string' || typeof value === 'number') return value;
  return typeof value === 'boolean' ? String(value) : JSON.stringify(value);
}
