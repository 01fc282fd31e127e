import { Injectable } from '@nestjs/common';
import { type RawBuilder, sql } from 'kysely';
import { newId } from '#kernel/ids';
import { Database } from '#platform/database/database';
import { type CampaignRow, toCampaign } from '../campaign-row.repository.js';
import type { Campaign } from '../campaign.answers.dto.js';
import type { CampaignRun } from './campaign-schedule.js';

/** When campaigns are due, and the runs of those that come again. */
@Injectable()
export class RunRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('campaigns');
  }

  /** The campaign is taken up at that moment; at none where it is null. Answers whether it was due before. */
  async setDue(ownerId: string, id: string, at: Date | null): Promise<boolean> {
    const { rows } = await sql<{ was: string | null }>`
      with before as (select id, next_run_at from campaigns where created_by = ${ownerId} and id = ${id} for update)
      update campaigns set next_run_at = ${at?.toISOString() ?? null}::timestamptz,
        waiting_since = ${at && new Date().toISOString()}::timestamptz
      from before
      where campaigns.id = before.id returning before.next_run_at as was`.execute(this.tables);
    return rows[0] !== undefined && rows[0].was !== null;
  }

  /** Since when the campaign waits for its time, also while it is being taken up; null where it waits for none. */
  async waitingSince(ownerId: string, id: string): Promise<Date | null> {
    const row = await this.tables
      .selectFrom('campaigns')
      .select('waiting_since')
      .where('created_by', '=', ownerId)
      .where('id', '=', id)
      .executeTakeFirst();
    return row?.waiting_since ? new Date(row.waiting_since) : null;
  }

  /** When to look whether the campaign is over; only what is under way can be. */
  async setSettling(ownerId: string, id: string, at: Date): Promise<void> {
    await sql`
      update campaigns set settle_at = ${at.toISOString()}::timestamptz
      where created_by = ${ownerId} and id = ${id} and status = 'active'`.execute(this.tables);
  }

  /** A campaign of its own for one time of the schedule, paid out of the budget of all; undefined where there is one already. */
  async add(parent: Campaign, { runAt }: CampaignRun): Promise<Campaign | undefined> {
    const name = this.freeName(parent, runAt);
    const { rows } = await sql<CampaignRow>`
      insert into campaigns (id, created_by, parent_campaign_id, run_at, status, name, type, channel, channels, description,
        primary_objective, target_audience, content, settings, schedule, plan, kpi_targets,
        approval_required, approval_state, approved_words, launched_words, start_date, campaign_group_id)
      select ${newId()}, created_by, id, ${runAt.toISOString()}, 'scheduled', (${name}), type, channel, channels, description,
        primary_objective, target_audience, content, settings, schedule, plan, kpi_targets,
        approval_required, approval_state, approved_words, launched_words, ${runAt.toISOString()}, campaign_group_id
      from campaigns where created_by = ${parent.created_by} and id = ${parent.id}
      on conflict (parent_campaign_id, run_at) where run_at is not null do nothing returning *`.execute(
      this.tables,
    );
    return rows[0] && toCampaign(rows[0]);
  }

  /** The newest runs first, at most ten thousand. */
  async ids(ownerId: string, parentId: string): Promise<string[]> {
    const rows = await this.tables
      .selectFrom('campaigns')
      .select('id')
      .where('created_by', '=', ownerId)
      .where('parent_campaign_id', '=', parentId)
      .where('run_at', 'is not', null)
      .orderBy('run_at', 'desc')
      .limit(10_000)
      .execute();
    return rows.map(({ id }) => id);
  }

  /** Runs of a campaign that are under way or wait, or only those that were paused with it; held for the running transaction. */
  async open(ownerId: string, parentId: string, which?: 'paused with it'): Promise<Campaign[]> {
    const rows = await this.tables
      .selectFrom('campaigns')
      .selectAll()
      .where('created_by', '=', ownerId)
      .where('parent_campaign_id', '=', parentId)
      .where('run_at', 'is not', null)
      .where('status', 'in', which ? ['paused'] : ['scheduled', 'active', 'paused'])
      .$if(which !== undefined, (query) => query.where('paused_with_parent', '=', true))
      .orderBy('run_at')
      .forUpdate()
      .execute();
    return rows.map(toCampaign);
  }

  /** Whether a paused run goes on with its campaign; until it is moved on. */
  async setPausedWithParent(ownerId: string, id: string, with_parent: boolean): Promise<void> {
    await this.tables
      .updateTable('campaigns')
      .set({ paused_with_parent: with_parent })
      .where('created_by', '=', ownerId)
      .where('id', '=', id)
      .where('status', '=', 'paused')
      .execute();
  }

  /** The name of the campaign with the time of the run behind it, and a number where that is taken. */
  private freeName({ name, created_by: ownerId }: Campaign, runAt: Date): RawBuilder<string> {
    const wanted = `${name.slice(0, 170)} (${runAt.toISOString().slice(0, 16).replace('T', ' ')})`;
    return sql<string>`
      select free from (
        select n, ${wanted}::text || case when n > 1 then ' (' || n || ')' else '' end as free from generate_series(1, 1000) n
      ) names
      where not exists (select from campaigns where created_by = ${ownerId} and name = free) order by n limit 1`;
  }
}
