import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { Page } from '#kernel/page';
import { Database } from '#platform/database/database';
import { BY_ID, newestFirst } from '#platform/database/newest-first';
import type { PageQuery } from '#platform/http/page-query';
import type { TextEncoding } from '../csv/csv-encoding.js';
import type { FindingCounts } from '../hygiene/address-findings.js';
import type { DisposableRows, Duplicates, ImportStatus, LeadImport, LeadImportError } from './import.dto.js';

const ERRORS_KEPT = 10_000;

export interface ImportOptions {
  duplicates: Duplicates;
  /** Not there in imports from before: these keep such rows. */
  disposable?: DisposableRows;
  source: string;
  encoding: TextEncoding;
  /** What the caller said about columns. */
  wanted: Record<string, string | null>;
  /** Whether the first row is a lead already. */
  headless?: boolean;
  dryRun?: boolean;
}

/** An import as its worker sees it. */
export interface ImportTask {
  status: ImportStatus;
  processedRows: number;
  errorCount: number;
  options: ImportOptions;
}

/** What one batch of rows came to. */
export interface BatchOutcome {
  rows: number;
  created: number;
  updated: number;
  skipped: number;
  findings: FindingCounts;
  errors: LeadImportError[];
  /** Bytes of the file read so far. */
  bytesRead: number;
}

type Derived = 'mapping' | 'duplicates' | 'disposable' | 'source' | 'dry_run' | 'findings' | 'progress';

interface ImportRow extends Omit<LeadImport, Derived> {
  mapping: unknown;
  options: unknown;
  processed_bytes: number;
  typo_count: number;
  disposable_count: number;
  role_count: number;
}

@Injectable()
export class ImportRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('lead_imports', 'lead_import_errors');
  }

  async add(
    ownerId: string,
    importId: string,
    file: { filename: string | null; bytes: number },
    options: ImportOptions,
  ): Promise<LeadImport> {
    const row = await this.tables
      .insertInto('lead_imports')
      .values({
        id: importId,
        created_by: ownerId,
        filename: file.filename,
        bytes: file.bytes,
        options: JSON.stringify(options),
      })
      .returningAll()
      .executeTakeFirstOrThrow();
    return toImport(row as ImportRow);
  }

  async list(ownerId: string, page: PageQuery): Promise<Page<LeadImport>> {
    const own = this.tables.selectFrom('lead_imports').selectAll().where('created_by', '=', ownerId);
    const { items, nextCursor } = await newestFirst(own, page, BY_ID);
    return { items: (items as ImportRow[]).map(toImport), nextCursor };
  }

  async find(ownerId: string, importId: string): Promise<LeadImport | undefined> {
    const row = await this.tables
      .selectFrom('lead_imports')
      .selectAll()
      .where('id', '=', importId)
      .where('created_by', '=', ownerId)
      .executeTakeFirst();
    return row && toImport(row as ImportRow);
  }

  /** The import as it stands; inside a transaction nobody else moves it on before that ends. */
  async task(ownerId: string, importId: string): Promise<ImportTask | undefined> {
    const row = await this.tables
      .selectFrom('lead_imports')
      .select(['status', 'processed_rows', 'error_count', 'options'])
      .where('id', '=', importId)
      .where('created_by', '=', ownerId)
      .forUpdate()
      .executeTakeFirst();
    if (!row) return undefined;
    return {
      status: row.status as ImportStatus,
      processedRows: row.processed_rows,
      errorCount: row.error_count,
      options: row.options as unknown as ImportOptions,
    };
  }

  async begin(ownerId: string, importId: string, mapping: Record<string, string>): Promise<void> {
    await this.tables
      .updateTable('lead_imports')
      .set({
        status: 'running',
        mapping: JSON.stringify(mapping),
        started_at: sql`coalesce(started_at, now())`,
      })
      .where('id', '=', importId)
      .where('created_by', '=', ownerId)
      .where('status', 'in', ['queued', 'running'])
      .execute();
  }

  /** Adds a batch to the counters; belongs into the transaction that writes the batch. */
  async advance(ownerId: string, importId: string, batch: BatchOutcome, errorsBefore: number): Promise<void> {
    const kept = batch.errors.slice(0, Math.max(0, ERRORS_KEPT - errorsBefore));
    if (kept.length > 0)
      await sql`insert into lead_import_errors (import_id, created_by, row_number, field, message, raw)
        select ${importId}::uuid, ${ownerId}::uuid, row_number, field, message, raw
        from json_to_recordset(${JSON.stringify(kept)}::json)
          as problem(row_number integer, field text, message text, raw text)`.execute(this.tables);
    await this.tables
      .updateTable('lead_imports')
      .set({
        processed_rows: sql`processed_rows + ${batch.rows}`,
        created_count: sql`created_count + ${batch.created}`,
        updated_count: sql`updated_count + ${batch.updated}`,
        skipped_count: sql`skipped_count + ${batch.skipped}`,
        error_count: sql`error_count + ${batch.errors.length}`,
        typo_count: sql`typo_count + ${batch.findings.typo}`,
        disposable_count: sql`disposable_count + ${batch.findings.disposable}`,
        role_count: sql`role_count + ${batch.findings.role}`,
        processed_bytes: batch.bytesRead,
      })
      .where('id', '=', importId)
      .where('created_by', '=', ownerId)
      .execute();
  }

  /** Ends the import; false when it had ended before. */
  async finish(
    ownerId: string,
    importId: string,
    status: 'completed' | 'failed' | 'cancelled',
    error: string | null = null,
  ): Promise<boolean> {
    const { numUpdatedRows } = await this.tables
      .updateTable('lead_imports')
      .set({
        status,
        error,
        finished_at: sql`now()`,
        ...(status === 'completed' && { total_rows: sql`processed_rows`, processed_bytes: sql`bytes` }),
      })
      .where('id', '=', importId)
      .where('created_by', '=', ownerId)
      .where('status', 'in', ['queued', 'running'])
      .executeTakeFirst();
    return numUpdatedRows > 0n;
  }

  /** In the order of the file, beginning after the given position. */
  async errors(
    ownerId: string,
    importId: string,
    after: number,
    limit: number,
  ): Promise<(LeadImportError & { id: number })[]> {
    return this.tables
      .selectFrom('lead_import_errors')
      .select(['id', 'row_number', 'field', 'message', 'raw'])
      .where('import_id', '=', importId)
      .where('created_by', '=', ownerId)
      .where('id', '>', after)
      .orderBy('id')
      .limit(limit)
      .execute();
  }
}

function toImport(row: ImportRow): LeadImport {
  const { duplicates, disposable = 'keep', source, dryRun = false } = row.options as ImportOptions;
  const share = row.bytes === 0 ? 0 : row.processed_bytes / row.bytes;
  return {
    id: row.id,
    filename: row.filename,
    status: row.status,
    mapping: row.mapping as Record<string, string>,
    duplicates,
    disposable,
    source,
    dry_run: dryRun,
    total_rows: row.total_rows,
    processed_rows: row.processed_rows,
    created_count: row.created_count,
    updated_count: row.updated_count,
    skipped_count: row.skipped_count,
    error_count: row.error_count,
    findings: { typo: row.typo_count, disposable: row.disposable_count, role: row.role_count },
    bytes: row.bytes,
    progress: Math.min(100, Math.floor(share * 100)),
    error: row.error,
    started_at: row.started_at,
    finished_at: row.finished_at,
    created_at: row.created_at,
    updated_at: row.updated_at,
  };
}
