import { csvCell } from '../csv/csv-cell.js';
import type { Lead } from '../lead.answers.dto.js';
import { customKeyOf, type ExportPlan } from './export-plan.js';

/** How leads become a file: what stands before the first, between two and behind the last of them. */
export interface ExportLines {
  readonly head: string;
  /** What stands before each page but the first. */
  readonly between: string;
  readonly tail: (isEmpty: boolean) => string;
  readonly page: (leads: readonly Lead[]) => string;
}

export function linesOf({ format, columns }: ExportPlan): ExportLines {
  return format === 'csv' ? csvLines(columns ?? []) : jsonLines(columns);
}

/** What a custom field has a column of its own for is left out of `custom_fields`, so that each value stands once. */
function csvLines(columns: readonly string[]): ExportLines {
  const keys = new Map(columns.map((column) => [column, customKeyOf(column)]));
  const own = new Set([...keys.values()].filter((key) => key !== undefined));
  const cell = (lead: Lead, column: string) => {
    const key = keys.get(column);
    if (key !== undefined) return textOf(lead.custom_fields[key]);
    return textOf(column === 'custom_fields' ? without(lead.custom_fields, own) : lead[column as keyof Lead]);
  };
  const line = (lead: Lead) => `${columns.map((column) => csvCell(cell(lead, column))).join(',')}\r\n`;
  return {
    head: `${columns.map(csvCell).join(',')}\r\n`,
    between: '',
    tail: () => '',
    page: (leads) => leads.map(line).join(''),
  };
}

function jsonLines(columns: readonly string[] | null): ExportLines {
  const picked = (lead: Lead): object =>
    columns === null ? lead : Object.fromEntries(columns.map((column) => [column, valueOf(lead, column)]));
  return {
    head: '[',
    between: ',',
    tail: (isEmpty) => (isEmpty ? ']\n' : '\n]\n'),
    // The leads as a list without its brackets.
    page: (leads) => JSON.stringify(leads.map(picked), null, 2).slice('['.length, -'\n]'.length),
  };
}

function valueOf(lead: Lead, column: string): unknown {
  const key = customKeyOf(column);
  return key === undefined ? lead[column as keyof Lead] : (lead.custom_fields[key] ?? null);
}

function without(values: Record<string, unknown>, keys: ReadonlySet<string>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([key]) => !keys.has(key)));
}

function textOf(value: unknown): string | number | null {
  if (value === undefined || value === null) return null;
  if (typeof value === 'string' || typeof value === 'number') return value;
  if (typeof value === 'boolean') return String(value);
  if (Array.isArray(value) && value.every((one) => typeof one === 'string')) return value.join('; ');
  return Object.keys(value).length > 0 ? JSON.stringify(value) : null;
}
