import { Injectable } from '@nestjs/common';
import { type Insertable, sql, type Updateable } from 'kysely';
import { newId } from '#kernel/ids';
import type { Page } from '#kernel/page';
import { Database } from '#platform/database/database';
import { breaksUnique } from '#platform/database/database.errors';
import { BY_ID, newestFirst } from '#platform/database/newest-first';
import type { CampaignsTable } from '#platform/database/schema.generated';
import { type CampaignRow, toCampaign } from './campaign-row.repository.js';
import type { CampaignStatus } from './campaign-state.js';
import { campaignType } from './campaign-type.js';
import type { Campaign } from './campaign.answers.dto.js';
import type { CampaignQuery } from './campaign-list.dto.js';
import { CampaignNameTaken } from './campaign.errors.js';

@Injectable()
export class CampaignRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('campaigns');
  }

  /** Adds campaigns in one statement; a name that is taken is told. */
  async add(rows: Insertable<CampaignsTable>[]): Promise<Campaign[]> {
    try {
      const added = await this.tables.insertInto('campaigns').values(rows).returningAll().execute();
      const byId = new Map(added.map((row) => [row.id, row]));
      return rows.map(({ id }) => toCampaign(byId.get(id ?? '') as CampaignRow));
    } catch (error) {
      if (breaksUnique(error)) throw new CampaignNameTaken(takenName(error, rows));
      throw error;
    }
  }

  async find(ownerId: string, id: string): Promise<Campaign | undefined> {
    const row = await this.tables
      .selectFrom('campaigns')
      .selectAll()
      .where('created_by', '=', ownerId)
      .where('id', '=', id)
      .executeTakeFirst();
    return row && toCampaign(row);
  }

  /** The campaign, held for the running transaction so that nobody else moves it. */
  async hold(ownerId: string, id: string): Promise<Campaign | undefined> {
    const row = await this.tables
      .selectFrom('campaigns')
      .selectAll()
      .where('created_by', '=', ownerId)
      .where('id', '=', id)
      .forUpdate()
      .executeTakeFirst();
    return row && toCampaign(row);
  }

  /** Newest first. */
  async list(ownerId: string, query: CampaignQuery): Promise<Page<Campaign>> {
    let wanted = this.tables.selectFrom('campaigns').selectAll().where('created_by', '=', ownerId);
    if (query.status !== undefined) wanted = wanted.where('status', '=', query.status);
    if (query.type !== undefined) wanted = wanted.where('type', '=', campaignType(query.type));
    wanted =
      query.runs_of === undefined
        ? wanted.where(sql<boolean>`(run_at is null or parent_campaign_id is null)`)
        : wanted.where('parent_campaign_id', '=', query.runs_of).where('run_at', 'is not', null);
    const { items, nextCursor } = await newestFirst(wanted, query, BY_ID);
    return { items: items.map(toCampaign), nextCursor };
  }

  /** Changes columns; answers the campaign, or nothing when the owner has none with this id. */
  async change(
    ownerId: string,
    id: string,
    columns: Updateable<CampaignsTable>,
  ): Promise<Campaign | undefined> {
    try {
      const row = await this.tables
        .updateTable('campaigns')
        .set({ ...columns, updated_at: sql`now()` })
        .where('created_by', '=', ownerId)
        .where('id', '=', id)
        .returningAll()
        .executeTakeFirst();
      return row && toCampaign(row);
    } catch (error) {
      if (breaksUnique(error)) throw new CampaignNameTaken(String(columns.name));
      throw error;
    }
  }

  /** The named campaigns of the owner. */
  async many(ownerId: string, ids: readonly string[]): Promise<Campaign[]> {
    const rows = await this.tables
      .selectFrom('campaigns')
      .selectAll()
      .where('created_by', '=', ownerId)
      .where(sql<boolean>`id = any(${ids}::uuid[])`)
      .execute();
    return rows.map(toCampaign);
  }

  /** Adds to what is kept beside the content; the content as it was goes along the first time. */
  async addToContent(ownerId: string, id: string, fields: Record<string, unknown>): Promise<boolean> {
    const { numAffectedRows } = await sql`
      update campaigns set updated_at = now(), content = jsonb_build_object('original_version',
          coalesce(content, '{}'::jsonb) - 'ai_optimizations' - 'optimization_date' - 'original_version')
        || coalesce(content, '{}'::jsonb) || ${JSON.stringify(fields)}::jsonb
      where created_by = ${ownerId} and id = ${id}`.execute(this.tables);
    return (numAffectedRows ?? 0n) > 0n;
  }

  async move(ownerId: string, id: string, to: CampaignStatus): Promise<void> {
    await this.change(ownerId, id, {
      status: to,
      paused_with_parent: false,
      ...(to === 'active' && { launched_at: sql<string>`coalesce(launched_at, now())` as never }),
      ...(to === 'completed' && { completed_at: sql<string>`now()` as never }),
      ...(IDLE.includes(to) && { next_run_at: null, waiting_since: null, settle_at: null }),
      ...(to === 'draft' && { plan: null, launched_at: null, launched_words: null }),
    });
  }

  async remove(ownerId: string, id: string): Promise<boolean> {
    const { numDeletedRows } = await this.tables
      .deleteFrom('campaigns')
      .where('created_by', '=', ownerId)
      .where('id', '=', id)
      .executeTakeFirst();
    return numDeletedRows > 0n;
  }

  /** Those of the names that the owner has given away. */
  async namesTaken(ownerId: string, names: readonly string[]): Promise<string[]> {
    const rows = await this.tables
      .selectFrom('campaigns')
      .select('name')
      .where('created_by', '=', ownerId)
      .where(sql<boolean>`name = any(${names}::text[])`)
      .execute();
    return rows.map(({ name }) => name);
  }

  /** The owner's names that begin so. */
  async namesLike(ownerId: string, beginning: string): Promise<string[]> {
    const rows = await this.tables
      .selectFrom('campaigns')
      .select('name')
      .where('created_by', '=', ownerId)
      .where(sql<boolean>`starts_with(name, ${beginning})`)
      .execute();
    return rows.map(({ name }) => name);
  }

  /** Copies what was planned, in one statement; dates that have passed and everything that came of it are left behind. */
  async copy(ownerId: string, id: string, name: string): Promise<Campaign | undefined> {
    const parts = sql.join(COPIED.map((column) => sql.ref(column)));
    try {
      const { rows } = await sql<CampaignRow>`
        insert into campaigns (id, created_by, name, status, budget_spent, start_date, end_date, content, ${parts})
        select ${newId()}, created_by, ${name}, 'draft', 0, case when start_date > now() then start_date end,
          case when end_date > now() then end_date end,
          content - 'ai_optimizations' - 'optimization_date' - 'original_version', ${parts}
        from campaigns where created_by = ${ownerId} and id = ${id} returning *`.execute(this.tables);
      return rows[0] && toCampaign(rows[0]);
    } catch (error) {
      if (breaksUnique(error)) throw new CampaignNameTaken(name);
      throw error;
    }
  }

  async keepPlan(ownerId: string, id: string, plan: object | null): Promise<void> {
    await this.change(ownerId, id, { plan: plan && JSON.stringify(plan) });
  }
}

/** Where nothing of a campaign falls due. */
const IDLE: readonly CampaignStatus[] = ['draft', 'paused', 'completed', 'failed', 'cancelled', 'archived'];

/** What a copy has of its original. */
const COPIED = [
  ...(['description', 'type', 'channel', 'channels', 'total_budget', 'budget_allocated'] as const),
  ...(['primary_objective', 'target_audience', 'demographics', 'kpi_targets', 'budget_breakdown'] as const),
  ...(['channel_budget_allocation', 'compliance_checklist', 'settings', 'campaign_group_id'] as const),
  ...(['schedule', 'approval_required', 'metadata'] as const),
] as const;

/** Postgres names the key that was taken in the detail of the error. */
function takenName(error: unknown, rows: readonly Insertable<CampaignsTable>[]): string {
  const detail = (error as { detail?: string }).detail ?? '';
  return rows.find(({ name }) => detail.includes(name))?.name ?? rows[0]?.name ?? '';
}
