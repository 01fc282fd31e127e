import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { Page } from '#kernel/page';
import { Database } from '#platform/database/database';
import { BY_ID, newestFirst } from '#platform/database/newest-first';
import type { PageQuery } from '#platform/http/page-query';
import type { ExportFormat, LeadExport } from './export.dto.js';
import type { ExportPlan } from './export-plan.js';

const OPEN_AT_MOST = 5;
const OPEN = ['queued', 'running'];

interface ExportOptions {
  wanted: Record<string, unknown>;
  plan: ExportPlan;
}

/** An export as its owner is told of it, but for the link. */
export type KeptExport = Omit<LeadExport, 'download_url' | 'download_expires_at'> & {
  attempt: string | null;
};

@Injectable()
export class ExportRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('lead_exports');
  }

  /** The new export; nothing when the owner has as many open as one may have. */
  async add(ownerId: string, exportId: string, options: ExportOptions): Promise<KeptExport | undefined> {
    const { rows } = await sql<ExportRow>`
      insert into lead_exports (id, created_by, format, options)
      select ${exportId}::uuid, ${ownerId}::uuid, ${options.plan.format}, ${JSON.stringify(options)}::jsonb
      where (select count(*) from lead_exports where created_by = ${ownerId} and status = any(${OPEN}))
        < ${OPEN_AT_MOST}
      returning *`.execute(this.tables);
    return rows[0] && toExport(rows[0]);
  }

  async list(ownerId: string, page: PageQuery): Promise<Page<KeptExport>> {
    const own = this.tables.selectFrom('lead_exports').selectAll().where('created_by', '=', ownerId);
    const { items, nextCursor } = await newestFirst(own, page, BY_ID);
    return { items: (items as unknown as ExportRow[]).map(toExport), nextCursor };
  }

  async find(ownerId: string, exportId: string): Promise<KeptExport | undefined> {
    const row = await this.tables
      .selectFrom('lead_exports')
      .selectAll()
      .where('id', '=', exportId)
      .where('created_by', '=', ownerId)
      .executeTakeFirst();
    return row && toExport(row as unknown as ExportRow);
  }

  /** Begins the file anew, whatever earlier attempts have written; nothing when the export is over. */
  async begin(ownerId: string, exportId: string, attempt: string): Promise<ExportPlan | undefined> {
    const row = await this.open(ownerId, exportId)
      .set({ status: 'running', attempt, rows: 0, bytes: 0, started_at: sql`coalesce(started_at, now())` })
      .returning('options')
      .executeTakeFirst();
    return row && (row.options as unknown as ExportOptions).plan;
  }

  /** How far the attempt has come; false when the export was cancelled or another attempt has begun. */
  async advance(
    ownerId: string,
    exportId: string,
    attempt: string,
    written: { total_rows?: number; rows?: number; bytes?: number },
  ): Promise<boolean> {
    return changed(await this.ofAttempt(ownerId, exportId, attempt).set(written).executeTakeFirst());
  }

  /** The file is whole; false when the export was cancelled or another attempt has begun. */
  async complete(
    ownerId: string,
    exportId: string,
    attempt: string,
    written: { rows: number; bytes: number },
  ): Promise<boolean> {
    const done = {
      ...written,
      total_rows: written.rows,
      status: 'completed',
      finished_at: sql<string>`now()`,
    };
    return changed(await this.ofAttempt(ownerId, exportId, attempt).set(done).executeTakeFirst());
  }

  /** Ends the export without a file; false when it had ended before. */
  async end(
    ownerId: string,
    exportId: string,
    status: 'failed' | 'cancelled',
    error: string | null = null,
  ): Promise<boolean> {
    const ended = { status, error, finished_at: sql<string>`now()` };
    return changed(await this.open(ownerId, exportId).set(ended).executeTakeFirst());
  }

  /** Deletes those of every owner from before, the oldest first; answers which files they had. */
  async forgetOld(before: Date, atMost: number): Promise<{ attempt: string | null; format: ExportFormat }[]> {
    const { rows } = await this.database.asService('platform.retention', () =>
      sql<{ attempt: string | null; format: ExportFormat }>`
        delete from lead_exports where id = any(array(
          select id from lead_exports where created_at < ${before.toISOString()}::timestamptz
          order by created_at limit ${atMost}
        )) returning attempt, format`.execute(this.tables),
    );
    return rows;
  }

  private open(ownerId: string, exportId: string) {
    return this.tables
      .updateTable('lead_exports')
      .where('id', '=', exportId)
      .where('created_by', '=', ownerId)
      .where('status', 'in', OPEN);
  }

  private ofAttempt(ownerId: string, exportId: string, attempt: string) {
    return this.open(ownerId, exportId).where('status', '=', 'running').where('attempt', '=', attempt);
  }
}

interface ExportRow extends Omit<KeptExport, 'wanted' | 'columns' | 'progress'> {
  options: unknown;
}

function changed({ numUpdatedRows }: { numUpdatedRows: bigint }): boolean {
  return numUpdatedRows > 0n;
}

function toExport(row: ExportRow): KeptExport {
  const { wanted, plan } = row.options as ExportOptions;
  const share = row.total_rows ? row.rows / row.total_rows : 0;
  return {
    id: row.id,
    format: row.format,
    status: row.status,
    wanted,
    columns: plan.columns && [...plan.columns],
    total_rows: row.total_rows,
    rows: row.rows,
    bytes: row.bytes,
    progress: row.status === 'completed' ? 100 : Math.min(99, Math.floor(share * 100)),
    error: row.error,
    attempt: row.attempt,
    started_at: row.started_at,
    finished_at: row.finished_at,
    created_at: row.created_at,
  };
}
