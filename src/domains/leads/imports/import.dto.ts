import { IsIn, IsOptional, IsString, MaxLength, MinLength } from 'class-validator';
import { MayBeLeftOut } from '#platform/http/may-be-left-out.decorator';
import { QueryBoolean } from '#platform/http/query';
import { FindingCounts } from '../hygiene/address-findings.js';
import { IsClean } from '../lead-field.validators.js';

const IMPORT_STATUSES = ['queued', 'running', 'completed', 'failed', 'cancelled'] as const;
export type ImportStatus = (typeof IMPORT_STATUSES)[number];

/** What happens to a row whose address its owner already has. */
const DUPLICATES = ['update', 'fill', 'skip'] as const;
export type Duplicates = (typeof DUPLICATES)[number];

/** What happens to a row whose address is of a service for addresses to throw away. */
const DISPOSABLE_ROWS = ['keep', 'skip'] as const;
export type DisposableRows = (typeof DISPOSABLE_ROWS)[number];

/** How the columns of a file are to be read. */
export class ColumnsQuery {
  /**
   * JSON object from column to field: `{"Mail":"email","Colour":"custom.colour","Internal":""}`; `#3` is the third column,
   * whatever its name. The rest is guessed.
   */
  @IsOptional()
  @IsString()
  @MaxLength(20_000)
  mapping?: string;

  /** `false` for a file whose first row is a lead: its columns are `#1`, `#2` and so on. */
  @QueryBoolean()
  header?: boolean;
}

export class ImportQuery extends ColumnsQuery {
  /**
   * What happens to a lead that is known: `update` gives it the values of the file, `fill` only those that it lacks, `skip`
   * leaves it alone.
   */
  @MayBeLeftOut()
  @IsIn(DUPLICATES)
  duplicates: Duplicates = 'update';

  /** Whether leads with addresses to throw away are kept, and say so, or left out. */
  @MayBeLeftOut()
  @IsIn(DISPOSABLE_ROWS)
  disposable: DisposableRows = 'keep';

  /** Counts what the import would do, with the errors of its rows, and writes no lead. */
  @QueryBoolean()
  dry_run?: boolean;

  /** Where the leads came from, unless a column says so. */
  @MayBeLeftOut()
  @IsClean()
  @MinLength(1)
  @MaxLength(100)
  source: string = 'import';

  /** What the file was called. */
  @MayBeLeftOut()
  @IsClean()
  @MinLength(1)
  @MaxLength(255)
  filename?: string;
}

/** An uploaded file and how far its reading has come. */
export class LeadImport {
  id!: string;
  filename!: string | null;
  status!: ImportStatus;
  /** Where each column goes, known once reading has begun. */
  mapping!: Record<string, string>;
  duplicates!: Duplicates;
  disposable!: DisposableRows;
  source!: string;
  /** Whether it only counts what would come of the file. */
  dry_run!: boolean;
  /** Rows in the file, known once it has been read to the end. */
  total_rows!: number | null;
  processed_rows!: number;
  created_count!: number;
  updated_count!: number;
  skipped_count!: number;
  error_count!: number;
  /** What speaks against the addresses of rows that are leads, also of those that were left out. */
  findings!: FindingCounts;
  /** Size of the file. */
  bytes!: number;
  /** 0 to 100. */
  progress!: number;
  /** Why it failed. */
  error!: string | null;
  started_at!: string | null;
  finished_at!: string | null;
  created_at!: string;
  updated_at!: string;
}

/** A row that could not be taken. */
export class LeadImportError {
  /** The line of the file on which the row begins; the header is line 1. */
  row_number!: number;
  field!: string | null;
  message!: string;
  /** The beginning of the row as it stands in the file. */
  raw!: string | null;
}
