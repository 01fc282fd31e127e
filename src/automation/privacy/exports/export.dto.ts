import { IsOptional, Matches } from 'class-validator';
import { REQUEST_ID } from '../deletion/deletion.dto.js';

/** A file of everything that is wanted. */
export class RequestExport {
  /** The id of the request, where the client has given it one; made anew where it has not. */
  @IsOptional()
  @Matches(REQUEST_ID)
  requestId?: string;
}

const STATUSES = ['pending', 'running', 'completed', 'failed', 'expired'] as const;

/** A file of everything that is kept of you: each table as JSON and CSV, and your files. */
export class DataExport {
  id!: string;
  request_id!: string;
  /** Once it is `expired`, the file is gone. */
  status!: (typeof STATUSES)[number];
  /** Rows written so far, of all tables. */
  rows!: number;
  /** Files of yours in it. */
  files!: number;
  /** Size of the file, once it is complete. */
  bytes!: number;
  /** Why it failed. */
  error!: string | null;
  /** Where the file lies once it is complete. Whoever has the link may read it, without signing in. */
  download_url!: string | null;
  /** Until when the link works; each reading of the export gives a new one. */
  download_expires_at!: string | null;
  requested_at!: string;
  completed_at!: string | null;
}

/** Everything that is kept of you, by table. Sealed keys are told without their values. */
export class DataNow {
  user_id!: string;
  email!: string | null;
  /** When it was read. */
  export_date!: string;
  /**
   * The rows of each table, under its name.
   * @example { "campaigns": [], "leads": [] }
   */
  data!: Record<string, Record<string, unknown>[]>;
}
