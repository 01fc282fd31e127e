import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '#platform/database/database';
import type { DataExport } from './export.dto.js';

const OPEN_AT_MOST = 2;

/** An export as it stands in its row. */
export type KeptExport = Omit<DataExport, 'download_url' | 'download_expires_at'> & {
  attempt: string | null;
};

const COLUMNS = sql`id, request_id, status, rows, files, bytes::float8 as bytes, error, attempt, requested_at, completed_at`;

@Injectable()
export class ExportRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('data_export_requests');
  }

  /**
   * The export under its request, which a client may have noted itself. `fresh` when a worker is to be asked for; nothing when
   * somebody else's goes by that name.
   */
  async request(
    ownerId: string,
    requestId: string,
  ): Promise<{ export: KeptExport; fresh: boolean } | undefined> {
    // One that is somebody else's is not seen, only met: so nothing is done about a conflict in the same statement.
    const { rows: added } = await sql<KeptExport>`
      insert into data_export_requests (request_id, user_id, started_at)
      values (${requestId}, ${ownerId}::uuid, now())
      on conflict (request_id) do nothing returning ${COLUMNS}`.execute(this.tables);
    const { rows: noted } = added[0]
      ? { rows: added }
      : await sql<KeptExport>`
          update data_export_requests set started_at = now()
          where request_id = ${requestId} and user_id = ${ownerId} and status = 'pending' and started_at is null
          returning ${COLUMNS}`.execute(this.tables);
    if (noted[0]) return { export: noted[0], fresh: true };
    const known = await this.find(ownerId, requestId);
    return known && { export: known, fresh: false };
  }

  /** Whether as many are open as may be. */
  async isFull(ownerId: string): Promise<boolean> {
    const { rows } = await sql<{ full: boolean }>`
      select count(*) > ${OPEN_AT_MOST} as full from data_export_requests
      where user_id = ${ownerId} and status in ('pending', 'running') and started_at is not null`.execute(
      this.tables,
    );
    return rows[0]?.full === true;
  }

  /** By its id or the id of its request. */
  async find(ownerId: string, name: string): Promise<KeptExport | undefined> {
    const { rows } = await sql<KeptExport>`
      select ${COLUMNS} from data_export_requests
      where user_id = ${ownerId} and (id::text = ${name.toLowerCase()} or request_id = ${name})
      order by requested_at desc limit 1`.execute(this.tables);
    return rows[0];
  }

  /** Begins the file anew, whatever earlier attempts have written; false when the export is over. */
  async begin(ownerId: string, exportId: string, attempt: string): Promise<boolean> {
    const { rows } = await sql`
      update data_export_requests set status = 'running', attempt = ${attempt}::uuid, rows = 0, files = 0, bytes = 0
      where id = ${exportId} and user_id = ${ownerId} and status in ('pending', 'running') returning id`.execute(
      this.tables,
    );
    return rows.length > 0;
  }

  /** How far the attempt has come; false when another has begun or the export is over. */
  async advance(
    [ownerId, exportId, attempt]: readonly [string, string, string],
    written: { rows: number; files: number },
  ): Promise<boolean> {
    const { rows } = await sql`
      update data_export_requests set rows = ${written.rows}, files = ${written.files}
      where id = ${exportId} and user_id = ${ownerId} and attempt = ${attempt}::uuid and status = 'running'
      returning id`.execute(this.tables);
    return rows.length > 0;
  }

  async complete(
    [ownerId, exportId, attempt]: readonly [string, string, string],
    written: { rows: number; files: number; bytes: number },
    url: string,
  ): Promise<boolean> {
    const { rows } = await sql`
      update data_export_requests set status = 'completed', completed_at = now(), download_url = ${url},
        rows = ${written.rows}, files = ${written.files}, bytes = ${written.bytes}
      where id = ${exportId} and user_id = ${ownerId} and attempt = ${attempt}::uuid and status = 'running'
      returning id`.execute(this.tables);
    return rows.length > 0;
  }

  async fail(ownerId: string, exportId: string, error: string): Promise<void> {
    await sql`
      update data_export_requests set status = 'failed', error = ${error}, completed_at = now()
      where id = ${exportId} and user_id = ${ownerId} and status in ('pending', 'running')`.execute(
      this.tables,
    );
  }

  /** Marks files from before as gone, the oldest first; answers whose attempts had written them. */
  async expire(before: Date, atMost: number): Promise<{ attempt: string | null }[]> {
    const { rows } = await this.database.asService('platform.retention', () =>
      sql<{ attempt: string | null }>`
        update data_export_requests set status = 'expired', download_url = null where id = any(array(
          select id from data_export_requests
          where requested_at < ${before.toISOString()}::timestamptz and status <> 'expired'
          order by requested_at limit ${atMost} for update skip locked)) returning attempt`.execute(
        this.tables,
      ),
    );
    return rows;
  }
}
