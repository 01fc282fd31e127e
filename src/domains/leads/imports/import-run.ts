import { type ColumnTarget, columnPlace, targetsOf, targetText, typedTargets } from '../csv/csv-columns.js';
import { suggestedTargets } from '../csv/column-guess.js';
import { type ImportedLead, readLead, type RowProblem } from '../csv/csv-lead.js';
import type { CsvRecord } from '../csv/csv-records.js';
import type { CustomField } from '../fields/custom-value.js';
import { countFindings, type FindingCounts, noFindings } from '../hygiene/address-findings.js';
import type { DisposableRows, Duplicates, LeadImportError } from './import.dto.js';

export const COLUMNS_AT_MOST = 200;
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
  /** Rows that are left out for their address. */
  unwanted: number;
  findings: FindingCounts;
  errors: LeadImportError[];
  /** Bytes of the file read so far. */
  bytesRead: number;
}

export function emptyBatch(firstRow: number): Batch {
  return {
    rows: 0,
    firstRow,
    leads: new Map(),
    repeated: 0,
    unwanted: 0,
    findings: noFindings(),
    errors: [],
    bytesRead: 0,
  };
}

/** What is said about the columns of a file. */
export interface SaidOfColumns {
  wanted: Record<string, string | null>;
  /** Whether the first row is a lead already: then its values show what they are. */
  headless?: boolean;
}

/** Where the columns go, by the first row of the file; a file without addresses is refused. */
export function readHeader(
  first: CsvRecord,
  { wanted, headless = false }: SaidOfColumns,
  fields: readonly CustomField[],
) {
  if ('problem' in first) throw new FileRefused(`The header cannot be read: ${first.problem}.`);
  const { cells } = first;
  if (cells.length > COLUMNS_AT_MOST)
    throw new FileRefused(
      `The file has ${cells.length} columns; at most ${COLUMNS_AT_MOST} can be imported.`,
    );
  const names = cells.map((cell) => (headless ? '' : cell.trim()));
  const found = headless
    ? suggestedTargets(names, [cells], wanted).map(({ target }) => target)
    : targetsOf(names, wanted);
  const targets = typedTargets(found, fields);
  if (!targets.some((target) => targetText(target) === 'email'))
    throw new FileRefused(`No column holds mail addresses. Columns found: ${listed(names)}.`);
  return { targets, mapping: mappingOf(names, targets) };
}

/** Where columns go, by their names; one without a name is told by its place. */
export function mappingOf(
  names: readonly string[],
  targets: readonly ColumnTarget[],
): Record<string, string> {
  const mapping = names.map((name, at): [string, string] => [
    name.slice(0, 200).toWellFormed() || columnPlace(at),
    targetText(targets[at] ?? null),
  ]);
  return Object.fromEntries(mapping.filter(([name]) => !name.includes('\u0000')));
}

function listed(names: readonly string[]): string {
  const shown = names.map((name, at) => name.slice(0, 40) || columnPlace(at));
  return shown.join(', ').slice(0, 400);
}

/** What an import does with rows that are not like the others. */
export interface RowRules {
  duplicates: Duplicates;
  disposable: DisposableRows;
}

/** Adds one row to the batch. A repeated address is merged (the later row wins, or fills gaps) or skipped. */
export function addRow(
  batch: Batch,
  record: CsvRecord,
  targets: readonly ColumnTarget[],
  { duplicates, disposable }: RowRules,
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
  const { email_issues = [] } = lead as ImportedLead;
  countFindings(batch.findings, email_issues);
  if (disposable === 'skip' && email_issues.includes('disposable')) {
    batch.unwanted++;
    return;
  }
  const earlier = batch.leads.get(lead.email_norm);
  if (!earlier) {
    batch.leads.set(lead.email_norm, { lead, line: record.line });
    return;
  }
  batch.repeated++;
  if (duplicates === 'update') earlier.lead = merged(earlier.lead, lead);
  if (duplicates === 'fill')
    earlier.lead = { ...merged(lead, earlier.lead), ...consentOf(earlier.lead, lead) };
}

/** The address of a row that is a lead; empty for another. */
export function addressIn(record: CsvRecord, targets: readonly ColumnTarget[]): string {
  const read = 'problem' in record ? undefined : readLead(record.cells, targets);
  return read && 'email_norm' in read ? (read as ImportedLead).email_norm : '';
}

export function problemOf(line: number, { field, message }: RowProblem, raw: string): LeadImportError {
  const shown = raw.slice(0, RAW_KEPT).replaceAll('\u0000', '\ufffd').toWellFormed();
  return { row_number: line, field, message, raw: shown };
}

/** What both say of a lead; where both speak, the later. */
function merged(earlier: ImportedLead, later: ImportedLead): ImportedLead {
  const tags = [...new Set([...(earlier.tags ?? []), ...(later.tags ?? [])])];
  return {
    ...earlier,
    ...later,
    ...(tags.length > 0 && { tags }),
    ...consentOf(earlier, later),
    custom_fields: { ...earlier.custom_fields, ...later.custom_fields },
  };
}

/** Consent withdrawn in one row is not given back by a later one. */
function consentOf(earlier: ImportedLead, later: ImportedLead): { consent?: unknown } {
  const consent = earlier.consent === 'withdrawn' ? earlier.consent : (later.consent ?? earlier.consent);
  return consent === undefined ? {} : { consent };
}
