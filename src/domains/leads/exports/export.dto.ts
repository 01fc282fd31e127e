import { Transform } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayNotEmpty,
  ArrayUnique,
  IsArray,
  IsIn,
  IsObject,
  IsString,
  IsUUID,
  MaxLength,
  MinLength,
} from 'class-validator';
import { MayBeLeftOut } from '#platform/http/may-be-left-out.decorator';
import { LEAD_STATUSES, type LeadStatus } from '../lead.dto.js';
import { IsClean } from '../lead-field.validators.js';

const FORMATS = ['csv', 'json'] as const;
export type ExportFormat = (typeof FORMATS)[number];

const EXPORT_STATUSES = ['queued', 'running', 'completed', 'failed', 'cancelled'] as const;
export type ExportStatus = (typeof EXPORT_STATUSES)[number];

/** Which leads are meant; each part that is given narrows them. */
class ExportedLeads {
  /** `csv` or `json`. */
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.toLowerCase() : value))
  @MayBeLeftOut()
  @IsIn(FORMATS, { message: "Unsupported format. Use 'csv' or 'json'." })
  format: ExportFormat = 'csv';

  /** Only leads in this segment. */
  @MayBeLeftOut()
  @IsUUID()
  segment_id?: string;

  @MayBeLeftOut()
  @IsIn(LEAD_STATUSES)
  status?: LeadStatus;

  @MayBeLeftOut()
  @IsClean()
  @MinLength(1)
  @MaxLength(100)
  source?: string;

  /** Only leads with this tag. */
  @MayBeLeftOut()
  @IsClean()
  @MinLength(1)
  @MaxLength(100)
  tag?: string;
}

export class ExportQuery extends ExportedLeads {
  /** A filter as segments have it, as JSON. */
  @MayBeLeftOut()
  @IsString()
  @MaxLength(20_000)
  filter?: string;

  /** Names of columns, divided by commas, in the order in which they are wanted; all of them when left out. */
  @MayBeLeftOut()
  @IsClean()
  @MaxLength(10_000)
  columns?: string;
}

export class StartExport extends ExportedLeads {
  /** A filter as segments have it. See `POST /api/leads/segments/estimate`. */
  @MayBeLeftOut()
  @IsObject()
  filter?: Record<string, unknown>;

  /** Columns in the order in which they are wanted, custom fields as `custom.<key>`; all of them when left out. */
  @MayBeLeftOut()
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(300)
  @ArrayUnique()
  @IsClean({ each: true })
  @MaxLength(100, { each: true })
  columns?: string[];
}

/** A file of leads and how far its writing has come. Files are kept for seven days. */
export class LeadExport {
  id!: string;
  format!: ExportFormat;
  status!: ExportStatus;
  /** Which leads were asked for: `segment_id`, `filter`, `status`, `source`, `tag`. */
  wanted!: Record<string, unknown>;
  /** The columns of the file; null for a JSON file of whole leads. */
  columns!: string[] | null;
  /** Leads that are meant, counted when the writing began. */
  total_rows!: number | null;
  /** Leads written so far. */
  rows!: number;
  /** Size of the file so far. */
  bytes!: number;
  /** 0 to 100. */
  progress!: number;
  /** Why it failed. */
  error!: string | null;
  /** Where the file lies once it is complete. Whoever has the link may read it, without signing in. */
  download_url!: string | null;
  /** Until when the link works; each reading of the export gives a new one. */
  download_expires_at!: string | null;
  started_at!: string | null;
  finished_at!: string | null;
  created_at!: string;
}
