import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { newId } from '#kernel/ids';
import type { Page } from '#kernel/page';
import { Database } from '#platform/database/database';
import { BY_ID, newestFirst } from '#platform/database/newest-first';
import type { PageQuery } from '#platform/http/page-query';
import type { RunStatus, ScoreRun } from './score.dto.js';

/** A run as its worker sees it. */
export interface RunTask {
  status: RunStatus;
  version_id: string | null;
  total: number | null;
  done_to: string | null;
}

type RunRow = Omit<ScoreRun, 'progress'>;

const COLUMNS = [
  'id',
  'status',
  'total',
  'processed',
  'changed',
  'error',
  'started_at',
  'finished_at',
  'created_at',
] as const;

@Injectable()
export class ScoreRunRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('lead_score_runs');
  }

  /** An owner has one open run at most: another breaks `lead_score_runs_open`. */
  async add(ownerId: string, versionId: string | null): Promise<ScoreRun> {
    const row = await this.tables
      .insertInto('lead_score_runs')
      .values({ id: newId(), created_by: ownerId, version_id: versionId })
      .returning(COLUMNS)
      .executeTakeFirstOrThrow();
    return toRun(row as RunRow);
  }

  async list(ownerId: string, page: PageQuery): Promise<Page<ScoreRun>> {
    const own = this.tables.selectFrom('lead_score_runs').select(COLUMNS).where('created_by', '=', ownerId);
    const { items, nextCursor } = await newestFirst(own, page, BY_ID);
    return { items: (items as RunRow[]).map(toRun), nextCursor };
  }

  async find(ownerId: string, runId: string): Promise<ScoreRun | undefined> {
    const row = await this.tables
      .selectFrom('lead_score_runs')
      .select(COLUMNS)
      .where('id', '=', runId)
      .where('created_by', '=', ownerId)
      .executeTakeFirst();
    return row && toRun(row as RunRow);
  }

  /** The run as it stands; inside a transaction nobody else moves it on before that ends. */
  async hold(ownerId: string, runId: string): Promise<RunTask | undefined> {
    const row = await this.tables
      .selectFrom('lead_score_runs')
      .select(['status', 'version_id', 'total', 'done_to'])
      .where('id', '=', runId)
      .where('created_by', '=', ownerId)
      .forUpdate()
      .executeTakeFirst();
    return row as RunTask | undefined;
  }

  async begin(ownerId: string, runId: string, total: number): Promise<void> {
    await this.tables
      .updateTable('lead_score_runs')
      .set({ status: 'running', total, started_at: sql`now()` })
      .where('id', '=', runId)
      .where('created_by', '=', ownerId)
      .execute();
  }

  /** Counts a range that is done; without an end it was the last. */
  async advance(
    ownerId: string,
    runId: string,
    { processed, changed, upTo }: { processed: number; changed: number; upTo: string | null },
  ): Promise<void> {
    await this.tables
      .updateTable('lead_score_runs')
      .set({
        processed: sql`processed + ${processed}`,
        changed: sql`changed + ${changed}`,
        ...(upTo === null ? { status: 'completed', finished_at: sql`clock_timestamp()` } : { done_to: upTo }),
      })
      .where('id', '=', runId)
      .where('created_by', '=', ownerId)
      .execute();
  }

  /** Ends runs that are open: that one, or whichever there is. Answers whether there was one. */
  async end(
    ownerId: string,
    runId: string | null,
    status: 'cancelled' | 'failed',
    error: string | null = null,
  ): Promise<boolean> {
    const { numUpdatedRows } = await this.tables
      .updateTable('lead_score_runs')
      .set({ status, error, finished_at: sql`clock_timestamp()` })
      .where('created_by', '=', ownerId)
      .where('status', 'in', ['queued', 'running'])
      .$if(runId !== null, (query) => query.where('id', '=', runId))
      .executeTakeFirst();
    return numUpdatedRows > 0n;
  }
}

function toRun(row: RunRow): ScoreRun {
  const { status, total, processed } = row;
  const share = total ? processed / total : 0;
  const progress = status === 'completed' ? 100 : Math.min(99, Math.floor(share * 100));
  return { ...row, progress };
}
