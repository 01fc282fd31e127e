import { Injectable } from '@nestjs/common';
import { type Selectable, sql } from 'kysely';
import { newId } from '#kernel/ids';
import type { Page } from '#kernel/page';
import { Database } from '#platform/database/database';
import { breaksReference } from '#platform/database/database.errors';
import { BY_ID, newestFirst } from '#platform/database/newest-first';
import type { ScheduledJobsTable } from '#platform/database/schema.generated';
import type { Schedule, SchedulesWanted, ScheduleStatus, ScheduleWanted } from './schedule.js';
import { ScheduleCampaignUnknown } from './schedules.errors.js';
import type { Trigger } from './trigger.js';

type Row = Selectable<ScheduledJobsTable>;

/** Schedules that still have something to come. */
const OPEN = ['scheduled', 'paused'] as const satisfies readonly ScheduleStatus[];

/** When schedules that are moved are due next, each at its place, and whether they are paused only because their campaign is. */
interface Moved {
  readonly times?: readonly (Date | null)[];
  readonly withCampaign?: boolean;
}

/** Which schedules of a campaign are meant: those that stand so, or of them only those that were paused with it. */
export interface WantedOfCampaign {
  readonly statuses: readonly ScheduleStatus[];
  readonly withCampaign?: boolean;
}

/** Schedules, as their owners see them. */
@Injectable()
export class ScheduleRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('scheduled_jobs');
  }

  /** The time that counts: of the database, which all instances share. */
  async now(): Promise<Date> {
    const { rows } = await sql<{ now: string }>`select clock_timestamp() as now`.execute(this.tables);
    return new Date(rows[0]?.now ?? Number.NaN);
  }

  /** Adds it, or puts it in the place of the one with the same name. */
  async put(
    ownerId: string,
    wanted: ScheduleWanted,
    due: { first: Date; trigger: Trigger },
  ): Promise<Schedule> {
    const { trigger } = due;
    const at = due.first.toISOString();
    const columns = {
      job_type: wanted.kind,
      campaign_id: wanted.campaignId ?? null,
      trigger: JSON.stringify(trigger),
      zone: trigger.type === 'cron' ? trigger.zone : null,
      payload: JSON.stringify(wanted.payload),
      status: 'scheduled',
      scheduled_time: at,
      next_due_at: at,
      coalesce: wanted.coalesce ?? false,
      max_instances: wanted.maxInstances ?? 3,
      misfire_grace_seconds: wanted.misfireGraceSeconds ?? 300,
      last_error: null,
    };
    const row = await this.tables
      .insertInto('scheduled_jobs')
      .values({ id: newId(), user_id: ownerId, job_id: wanted.jobId, ...columns })
      .onConflict((conflict) => conflict.columns(['user_id', 'job_id']).doUpdateSet(columns))
      .returningAll()
      .executeTakeFirstOrThrow()
      .catch(explain);
    return toSchedule(row);
  }

  async find(ownerId: string, jobId: string): Promise<Schedule | undefined> {
    const row = await this.tables
      .selectFrom('scheduled_jobs')
      .selectAll()
      .where('user_id', '=', ownerId)
      .where('job_id', '=', jobId)
      .executeTakeFirst();
    return row && toSchedule(row);
  }

  /** For the rest of the transaction nobody else changes or fires it. */
  async hold(ownerId: string, jobId: string): Promise<Schedule | undefined> {
    const row = await this.tables
      .selectFrom('scheduled_jobs')
      .selectAll()
      .where('user_id', '=', ownerId)
      .where('job_id', '=', jobId)
      .forUpdate()
      .executeTakeFirst();
    return row && toSchedule(row);
  }

  /** The same for all of a campaign that stand so. */
  async holdOf(
    ownerId: string,
    campaignId: string,
    { statuses, withCampaign = false }: WantedOfCampaign,
  ): Promise<Schedule[]> {
    const rows = await this.tables
      .selectFrom('scheduled_jobs')
      .selectAll()
      .where('user_id', '=', ownerId)
      .where('campaign_id', '=', campaignId)
      .where('status', 'in', statuses)
      .$if(withCampaign, (query) => query.where('paused_with_campaign', '=', true))
      .orderBy('id')
      .forUpdate()
      .execute();
    return rows.map(toSchedule);
  }

  /** Newest first. */
  async list(ownerId: string, { campaignId, kind, status, page }: SchedulesWanted): Promise<Page<Schedule>> {
    let query = this.tables.selectFrom('scheduled_jobs').selectAll().where('user_id', '=', ownerId);
    if (campaignId !== undefined) query = query.where('campaign_id', '=', campaignId);
    if (kind !== undefined) query = query.where('job_type', '=', kind);
    if (status !== undefined) query = query.where('status', '=', status);
    const { items, nextCursor } = await newestFirst(query, page, BY_ID);
    return { items: items.map(toSchedule), nextCursor };
  }

  /** How many have something to come. */
  async countOpen(ownerId: string): Promise<number> {
    const { open } = await this.tables
      .selectFrom('scheduled_jobs')
      .select(sql<number>`count(*)::int`.as('open'))
      .where('user_id', '=', ownerId)
      .where('status', 'in', OPEN)
      .executeTakeFirstOrThrow();
    return open;
  }

  /** Gives schedules a status and their next times, in one statement; one that is to go on and has no time to come is completed. */
  async move(
    schedules: readonly Pick<Schedule, 'id'>[],
    status: ScheduleStatus,
    { times = [], withCampaign = false }: Moved = {},
  ): Promise<void> {
    if (schedules.length === 0) return;
    const ids = schedules.map(({ id }) => id);
    const dues = schedules.map((_, at) => times[at]?.toISOString() ?? null);
    await sql`
      update scheduled_jobs set next_due_at = moved.due, paused_with_campaign = ${withCampaign},
        status = case when ${status} = 'scheduled' and moved.due is null then 'completed' else ${status} end
      from unnest(${ids}::uuid[], ${dues}::timestamptz[]) as moved (id, due)
      where scheduled_jobs.id = moved.id`.execute(this.tables);
  }

  async forgetOver(before: Date, atMost: number): Promise<number> {
    return this.database.asService('platform.retention', async () => {
      const { numAffectedRows = 0n } = await sql`
        delete from scheduled_jobs where id = any (array(
          select id from scheduled_jobs
          where status in ('completed', 'failed', 'cancelled') and updated_at < ${before.toISOString()}::timestamptz
          order by updated_at limit ${atMost} for update skip locked))`.execute(this.tables);
      return Number(numAffectedRows);
    });
  }
}

/** Postgres itself holds that a schedule and its campaign have one owner. */
function explain(error: unknown): never {
  if (!breaksReference(error, 'scheduled_jobs_campaign')) throw error;
  throw new ScheduleCampaignUnknown().withIssues([
    { path: 'campaign_id', message: 'campaign_id must be one of your campaigns' },
  ]);
}

export function toSchedule(row: Row): Schedule {
  return {
    id: row.id,
    jobId: row.job_id,
    kind: row.job_type,
    trigger: row.trigger as Trigger,
    payload: row.payload as Record<string, unknown>,
    campaignId: row.campaign_id,
    status: row.status as ScheduleStatus,
    pausedWithCampaign: row.paused_with_campaign,
    coalesce: row.coalesce,
    maxInstances: row.max_instances,
    misfireGraceSeconds: row.misfire_grace_seconds,
    nextDueAt: row.next_due_at,
    lastFiredAt: row.last_fired_at,
    running: row.running,
    attempts: row.attempts,
    lastError: row.last_error,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
