import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { type Suggestion, looksLikeHeader, suggestedTargets, valuesOf } from '../csv/column-guess.js';
import { delimiterOf, targetText, typedTargets } from '../csv/csv-columns.js';
import { EncodingProbe } from '../csv/csv-encoding.js';
import type { CsvRecord } from '../csv/csv-records.js';
import { LeadFieldRepository } from '../fields/lead-field.repository.js';
import type { ColumnsQuery, LeadImportError } from './import.dto.js';
import { ImportEmpty } from './import.errors.js';
import { readMapping } from './import-mapping.js';
import { decoded, readRecords } from './import-reader.js';
import { addRow, COLUMNS_AT_MOST, emptyBatch, mappingOf } from './import-run.js';
import type { ImportPreview, PreviewColumn, PreviewRow } from './preview.dto.js';
import { arriving } from './upload-store.js';

const HEAD_BYTES = 128 * 1024;
const ROWS_SHOWN = 10;
const PROBLEMS_SHOWN = 50;
const SAMPLES = 3;
const CELL_SHOWN = 200;

/** The beginning of a file, and whether it is all of it. */
interface Head {
  bytes: Buffer;
  isWhole: boolean;
}

/** Looks into a file before it is imported, and keeps nothing of it. */
@Injectable()
export class PreviewService {
  constructor(private readonly fields: LeadFieldRepository) {}

  async preview(ownerId: string, content: Readable, query: ColumnsQuery): Promise<ImportPreview> {
    const wanted = readMapping(query.mapping);
    const head = await headOf(content);
    const encoding = encodingOf(head);
    const records = await recordsOf(head, encoding);
    const [first] = records;
    const firstCells = first && 'cells' in first ? first.cells : [];
    const has_header = query.header ?? looksLikeHeader(firstCells);
    const rows = has_header ? records.slice(1) : records;
    const cells = rows.flatMap((row) => ('cells' in row ? [row.cells] : []));
    const names = firstCells.slice(0, COLUMNS_AT_MOST).map((cell) => (has_header ? cell.trim() : ''));
    const suggestions = suggestedTargets(names, cells, wanted);
    const targets = suggestions.map(({ target }) => target);
    return {
      encoding,
      delimiter: delimiterOf(decoded(head.bytes, encoding)),
      has_header,
      columns: suggestions.map((suggestion, at) =>
        columnOf(names[at] ?? '', suggestion, valuesOf(cells, at)),
      ),
      mapping: mappingOf(names, targets),
      rows: rows.flatMap(shownRow).slice(0, ROWS_SHOWN),
      rows_read: rows.length,
      is_whole: head.isWhole,
      file_problems: fileProblems(first, firstCells, suggestions),
      row_problems: rowProblems(rows, typedTargets(targets, await this.fields.list(ownerId))),
    };
  }
}

/** The rest of the body is taken in and dropped, so that the answer reaches whoever is still sending. */
async function headOf(content: Readable): Promise<Head> {
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of arriving(content)) {
    if (length < HEAD_BYTES) pieces.push(piece);
    length += piece.length;
  }
  if (length === 0) throw new ImportEmpty();
  return { bytes: Buffer.concat(pieces).subarray(0, HEAD_BYTES), isWhole: length <= HEAD_BYTES };
}

function encodingOf({ bytes, isWhole }: Head) {
  const probe = new EncodingProbe();
  probe.push(bytes);
  return probe.end(isWhole);
}

/** The row that the end of the head cuts is left out. */
async function recordsOf({ bytes, isWhole }: Head, encoding: ReturnType<typeof encodingOf>) {
  const records: CsvRecord[] = [];
  for await (const group of readRecords(once(bytes), encoding)) records.push(...group.records);
  return isWhole ? records : records.slice(0, -1);
}

async function* once(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes;
}

function columnOf(name: string, { target, because }: Suggestion, values: readonly string[]): PreviewColumn {
  return {
    name: shown(name),
    target: targetText(target),
    because,
    samples: values.slice(0, SAMPLES).map(shown),
  };
}

function fileProblems(
  first: CsvRecord | undefined,
  cells: readonly string[],
  suggestions: readonly Suggestion[],
): string[] {
  if (!first) return ['The file has no rows.'];
  if ('problem' in first) return [`The header cannot be read: ${first.problem}.`];
  return [
    ...(cells.length > COLUMNS_AT_MOST
      ? [`The file has ${cells.length} columns; at most ${COLUMNS_AT_MOST} can be imported.`]
      : []),
    ...(suggestions.some(({ target }) => targetText(target) === 'email')
      ? []
      : ['No column holds mail addresses.']),
  ];
}

/** What is wrong with rows, as an import would tell it. */
function rowProblems(rows: readonly CsvRecord[], targets: Parameters<typeof addRow>[2]): LeadImportError[] {
  const batch = emptyBatch(0);
  for (const row of rows) {
    if (batch.errors.length >= PROBLEMS_SHOWN) break;
    addRow(batch, row, targets, { duplicates: 'update', disposable: 'keep' });
  }
  return batch.errors;
}

function shownRow(row: CsvRecord): PreviewRow[] {
  return 'cells' in row ? [{ row_number: row.line, cells: row.cells.map(shown) }] : [];
}

function shown(text: string): string {
  return text.slice(0, CELL_SHOWN).replaceAll('\u0000', '\ufffd').toWellFormed();
}
