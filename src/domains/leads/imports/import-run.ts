import { type ColumnTarget, targetsOf, targetText } from '../csv/csv-columns.js';
import { type ImportedLead, readLead, type RowProblem } from '../csv/csv-lead.js';
import type { CsvRecord } from '../csv/csv-records.js';
import type { Duplicates, LeadImportError } from './import.dto.js';

const COLUMNS_AT_MOST = 200;
const RAW_KEPT = 500;

/** Why a whole file cannot be imported, in words for its owner. */
export class FileRefused extends Error {}

/** Rows on their way into one statement: leads with distinct addresses, and the rows that are none. */
export interface Batch {
  rows: number;
  /** The first row of the batch, counted over the whole file from 0. */
  firstRow: number;
  leads: Map<string, { lead: ImportedLead; line: number }>;
  /** Rows that repeat an address of the same batch. */
  repeated: number;
  errors: LeadImportError[];
}

export function emptyBatch(firstRow: number): Batch {
  return { rows: 0, firstRow, leads: new Map(), repeated: 0, errors: [] };
}

/** Where the columns of the header go; a file without addresses is refused. */
export function readHeader(header: CsvRecord, wanted: Record<string, string | null>) {
  if ('problem' in header) throw new FileRefused(`The header cannot be read: ${header.problem}.`);
  const { cells } = header;
  if (cells.length > COLUMNS_AT_MOST)
    throw new FileRefused(
      `The file has ${cells.length} columns; at most ${COLUMNS_AT_MOST} can be imported.`,
    );
  const targets = targetsOf(cells, wanted);
  if (!targets.some((target) => target !== null && 'field' in target && target.field === 'email')) {
    const found = cells
      .map((cell) => cell.trim().slice(0, 40))
      .join(', ')
      .slice(0, 400);
    throw new FileRefused(`No column holds mail addresses. Columns found: ${found}.`);
  }
  const mapping = cells.map((cell, at): [string, string] => [
    cell.trim().slice(0, 200).toWellFormed(),
    targetText(targets[at] ?? null),
  ]);
  return {
    targets,
    mapping: Object.fromEntries(mapping.filter(([name]) => name !== '' && !name.includes('\u0000'))),
  };
}

/** Adds one row to the batch. A repeated address is merged (the later row wins) or skipped. */
export function addRow(
  batch: Batch,
  record: CsvRecord,
  targets: readonly ColumnTarget[],
  duplicates: Duplicates,
): void {
  batch.rows++;
  if ('problem' in record) {
    batch.errors.push(problemOf(record.line, { field: null, message: record.problem }, record.raw));
    return;
  }
  const lead = readLead(record.cells, targets);
  if (!('email_norm' in lead)) {
    batch.errors.push(problemOf(record.line, lead as RowProblem, record.cells.join(',')));
    return;
  }
  const earlier = batch.leads.get(lead.email_norm);
  if (!earlier) {
    batch.leads.set(lead.email_norm, { lead, line: record.line });
    return;
  }
  batch.repeated++;
  if (duplicates === 'update') earlier.lead = merged(earlier.lead, lead);
}

export function problemOf(line: number, { field, message }: RowProblem, raw: string): LeadImportError {
  const shown = raw.slice(0, RAW_KEPT).replaceAll('\u0000', '\ufffd').toWellFormed();
  return { row_number: line, field, message, raw: shown };
}

function merged(earlier: ImportedLead, later: ImportedLead): ImportedLead {
  const tags = [...new Set([...(earlier.tags ?? []), ...(later.tags ?? [])])];
  const consent = earlier.consent === 'withdrawn' ? earlier.consent : (later.consent ?? earlier.consent);
  return {
    ...earlier,
    ...later,
    ...(tags.length > 0 && { tags }),
    ...(consent !== undefined && { consent }),
    custom_fields: { ...earlier.custom_fields, ...later.custom_fields },
  };
}
