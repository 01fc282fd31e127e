import { IsIn, IsOptional, IsString, MaxLength, MinLength } from 'class-validator';
import { MayBeLeftOut } from '#platform/http/may-be-left-out.decorator';
import { IsClean } from '../lead-field.validators.js';

const IMPORT_STATUSES = ['queued', 'running', 'completed', 'failed', 'cancelled'] as const;
export type ImportStatus = (typeof IMPORT_STATUSES)[number];

/** What happens to a row whose address its owner already has. */
const DUPLICATES = ['update', 'skip'] as const;
export type Duplicates = (typeof DUPLICATES)[number];

export class ImportQuery {
  /** JSON object from column to field: `{"Mail":"email","Colour":"custom.colour","Internal":""}`; the rest is guessed. */
  @IsOptional()
  @IsString()
  @MaxLength(20_000)
  mapping?: string;

  /** `update` fills a known lead with the file's values, `skip` leaves it alone. */
  @MayBeLeftOut()
  @IsIn(DUPLICATES)
  duplicates: Duplicates = 'update';

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
  source!: string;
  /** Rows in the file, known once it has been read to the end. */
  total_rows!: number | null;
  processed_rows!: number;
  created_count!: number;
  updated_count!: number;
  skipped_count!: number;
  error_count!: number;
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
