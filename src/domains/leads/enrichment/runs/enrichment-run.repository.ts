import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { newId } from '#kernel/ids';
import type { Page } from '#kernel/page';
import { Database } from '#platform/database/database';
import { deleteOldest } from '#platform/database/delete-oldest';
import { BY_ID, newestFirst } from '#platform/database/newest-first';
import type { PageQuery } from '#platform/http/page-query';
import type { EnrichmentRun, EnrichmentRunStatus, FailedQuestion } from './enrichment-run.dto.js';

type RunRow = Omit<EnrichmentRun, 'progress'>;

export interface NewRun {
  readonly providers: readonly string[] | null;
  readonly force: boolean;
  readonly segmentId: string | null;
  readonly maxCostMicros: number | null;
}

/** What a batch of leads came to. */
export interface BatchOutcome {
  readonly processed: number;
  readonly changed: number;
  readonly failed: number;
  readonly costMicros: number;
  readonly failures: readonly FailedQuestion[];
}

const FAILURES_TOLD = 100;
const COLUMNS = [
  'id',
  'status',
  'providers',
  'force',
  'segment_id',
  'max_cost_micros',
  'total',
  'processed',
  'changed',
  'failed',
  'cost_micros',
  'failures',
  'error',
  'started_at',
  'finished_at',
  'created_at',
] as const;

/** Runs over many leads; the leads of one are rows that its worker claims, and that leave once they are done. */
@Injectable()
export class EnrichmentRunRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables(
      'lead_enrichment_runs',
      'lead_enrichment_tasks',
      'leads',
      'lead_segment_members',
    );
  }

  /** An owner has one open run at most: another breaks `lead_enrichment_runs_open`. */
  async add(ownerId: string, run: NewRun): Promise<string> {
    const id = newId();
    await this.tables
      .insertInto('lead_enrichment_runs')
      .values({
        id,
        created_by: ownerId,
        providers: run.providers === null ? null : [...run.providers],
        force: run.force,
        segment_id: run.segmentId,
        max_cost_micros: run.maxCostMicros,
        total: 0,
      })
      .execute();
    return id;
  }

  /** Puts the owner's leads among these into the run, and answers how many they are. */
  takeLeads(ownerId: string, runId: string, leadIds: readonly string[]): Promise<number> {
    const ids = [...leadIds];
    return this.take(
      ownerId,
      runId,
      sql`select id from leads where created_by = ${ownerId} and id = any(${ids}::uuid[])`,
    );
  }

  /** The same for at most so many members of a segment. */
  takeMembers(
    ownerId: string,
    runId: string,
    { segmentId, atMost }: { segmentId: string; atMost: number },
  ): Promise<number> {
    return this.take(
      ownerId,
      runId,
      sql`select lead_id as id from lead_segment_members
        where segment_id = ${segmentId} and created_by = ${ownerId} limit ${atMost}`,
    );
  }

  private async take(ownerId: string, runId: string, chosen: ReturnType<typeof sql>): Promise<number> {
    const { rows } = await sql<{ total: number }>`
      with chosen as (${chosen}), taken as (
        insert into lead_enrichment_tasks (run_id, lead_id, created_by) select ${runId}::uuid, id, ${ownerId}::uuid from chosen
      )
      update lead_enrichment_runs set total = (select count(*) from chosen)
      where id = ${runId} and created_by = ${ownerId} returning total`.execute(this.tables);
    return rows[0]?.total ?? 0;
  }

  async list(ownerId: string, page: PageQuery): Promise<Page<EnrichmentRun>> {
    const own = this.tables
      .selectFrom('lead_enrichment_runs')
      .select(COLUMNS)
      .where('created_by', '=', ownerId);
    const { items, nextCursor } = await newestFirst(own, page, BY_ID);
    return { items: (items as unknown as RunRow[]).map(toRun), nextCursor };
  }

  async find(ownerId: string, runId: string): Promise<EnrichmentRun | undefined> {
    const row = await this.tables
      .selectFrom('lead_enrichment_runs')
      .select(COLUMNS)
      .where('id', '=', runId)
      .where('created_by', '=', ownerId)
      .executeTakeFirst();
    return row && toRun(row as unknown as RunRow);
  }

  /** The run when it is open; inside a transaction nobody else moves it on before that ends. */
  async holdOpen(ownerId: string, runId: string): Promise<EnrichmentRun | undefined> {
    const row = await this.tables
      .selectFrom('lead_enrichment_runs')
      .select(COLUMNS)
      .where('id', '=', runId)
      .where('created_by', '=', ownerId)
      .where('status', 'in', ['queued', 'running'])
      .forUpdate()
      .executeTakeFirst();
    return row && toRun(row as unknown as RunRow);
  }

  async begin(ownerId: string, runId: string): Promise<void> {
    await this.tables
      .updateTable('lead_enrichment_runs')
      .set({ status: 'running', started_at: sql`coalesce(started_at, now())` })
      .where('id', '=', runId)
      .where('created_by', '=', ownerId)
      .where('status', '=', 'queued')
      .execute();
  }

  /** Takes up leads of the run for one attempt of its job; those of an earlier attempt, which is over, are taken over. */
  async claim(ownerId: string, runId: string, attempt: { name: string; atMost: number }): Promise<string[]> {
    const { rows } = await sql<{ lead_id: string }>`
      update lead_enrichment_tasks set claimed_by = ${attempt.name}
      where (run_id, lead_id) in (
        select run_id, lead_id from lead_enrichment_tasks
        where run_id = ${runId} and created_by = ${ownerId} order by lead_id limit ${attempt.atMost} for update skip locked)
      returning lead_id`.execute(this.tables);
    return rows.map(({ lead_id }) => lead_id);
  }

  /** Lets go of leads that are done, unless another attempt has taken them over, and counts what came of them. */
  async settle(
    ownerId: string,
    runId: string,
    { attempt, leadIds, outcome }: { attempt: string; leadIds: readonly string[]; outcome: BatchOutcome },
  ): Promise<void> {
    const { changed, failed, costMicros, failures } = outcome;
    await sql`
      with done as (
        delete from lead_enrichment_tasks where run_id = ${runId} and created_by = ${ownerId}
          and lead_id = any(${[...leadIds]}::uuid[]) and claimed_by = ${attempt} returning lead_id
      )
      update lead_enrichment_runs set processed = processed + (select count(*) from done), changed = changed + ${changed},
        failed = failed + ${failed}, cost_micros = cost_micros + ${costMicros},
        failures = jsonb_path_query_array(failures || ${JSON.stringify(failures)}::jsonb, ${`$[0 to ${FAILURES_TOLD - 1}]`}::jsonpath)
      where id = ${runId} and created_by = ${ownerId}`.execute(this.tables);
  }

  /** Ends the run when it is open, and drops what it has not done. Answers whether it was. */
  async end(
    ownerId: string,
    runId: string,
    status: Exclude<EnrichmentRunStatus, 'queued' | 'running'>,
    error: string | null = null,
  ): Promise<boolean> {
    const { rows } = await sql`
      with ended as (
        update lead_enrichment_runs set status = ${status}, error = ${error}, finished_at = clock_timestamp()
        where id = ${runId} and created_by = ${ownerId} and status in ('queued', 'running') returning id
      ), dropped as (
        delete from lead_enrichment_tasks where run_id in (select id from ended)
      ) select id from ended`.execute(this.tables);
    return rows.length > 0;
  }

  /** Forgets runs from before a time. */
  forget(before: Date, atMost: number): Promise<number> {
    return this.database.asService('platform.retention', () =>
      deleteOldest(this.tables, { table: 'lead_enrichment_runs', column: 'created_at' }, before, atMost),
    );
  }
}

function toRun(row: RunRow): EnrichmentRun {
  const share = row.total ? row.processed / row.total : 0;
  const progress = row.status === 'completed' ? 100 : Math.min(99, Math.floor(share * 100));
  return { ...row, progress };
}
