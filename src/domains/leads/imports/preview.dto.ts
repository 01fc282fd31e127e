import type { Because } from '../csv/column-guess.js';
import { LeadImportError } from './import.dto.js';

export class PreviewColumn {
  /** Its header; empty where there is none. */
  name!: string;
  /** A field of a lead, `custom.<key>`, or empty for nowhere. */
  target!: string;
  /** What speaks for that: the `mapping` that was sent, the `header`, the `values`, or `none` of these. */
  because!: Because;
  /** What the first rows hold. */
  samples!: string[];
}

export class PreviewRow {
  /** The line of the file on which it begins. */
  row_number!: number;
  cells!: string[];
}

/** What an import would make of a file, judged by its first 128 KB. */
export class ImportPreview {
  /** @example 'utf8' */
  encoding!: 'utf8' | 'utf-16le' | 'utf-16be' | 'windows-1252';
  /** What divides the columns. */
  delimiter!: string;
  /** Whether the first row names the columns; import with `header=false` where it does not. */
  has_header!: boolean;
  columns!: PreviewColumn[];
  /** The `mapping` to import with, changed as one likes. */
  mapping!: Record<string, string>;
  /** The first ten rows that can be read. */
  rows!: PreviewRow[];
  /** Rows that were looked at. */
  rows_read!: number;
  /** Whether these are all rows of what was sent. */
  is_whole!: boolean;
  /** Why the file could not be imported as it is. */
  file_problems!: string[];
  /** The first fifty rows that could not be taken. */
  row_problems!: LeadImportError[];
}
