import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
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
      update campaigns set next_run_at = ${at?.toISOString() ?? null}::timestamptz from before
      where campaigns.id = before.id returning before.next_run_at as was`.execute(this.tables);
    return rows[0] !== undefined && rows[0].was !== null;
  }

  /** When to look whether the campaign is over; only what is under way can be. */
  async setSettling(ownerId: string, id: string, at: Date): Promise<void> {
    await sql`
      update campaigns set settle_at = ${at.toISOString()}::timestamptz
      where created_by = ${ownerId} and id = ${id} and status = 'active'`.execute(this.tables);
  }

  /** A campaign of its own for one time of the schedule, paid out of the budget of all; undefined where there is one already. */
  async add(parent: Campaign, { runAt }: CampaignRun): Promise<Campaign | undefined> {
    const name = `${parent.name.slice(0, 170)} (${runAt.toISOString().slice(0, 16).replace('T', ' ')})`;
    const { rows } = await sql<CampaignRow>`
      insert into campaigns (id, created_by, parent_campaign_id, run_at, status, name, type, channel, channels, description,
        primary_objective, target_audience, content, settings, schedule, plan, kpi_targets,
        approval_required, approval_state, approved_words, start_date, campaign_group_id)
      select ${newId()}, created_by, id, ${runAt.toISOString()}, 'scheduled', ${name}, type, channel, channels, description,
        primary_objective, target_audience, content, settings, schedule, plan, kpi_targets,
        approval_required, approval_state, approved_words, ${runAt.toISOString()}, campaign_group_id
      from campaigns where created_by = ${parent.created_by} and id = ${parent.id}
      on conflict do nothing returning *`.execute(this.tables);
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

  /** Runs of a campaign that are under way or wait, held for the running transaction. */
  async open(ownerId: string, parentId: string): Promise<Campaign[]> {
    const rows = await this.tables
      .selectFrom('campaigns')
      .selectAll()
      .where('created_by', '=', ownerId)
      .where('parent_campaign_id', '=', parentId)
      .where('run_at', 'is not', null)
      .where('status', 'in', ['scheduled', 'active', 'paused'])
      .orderBy('run_at')
      .forUpdate()
      .execute();
    return rows.map(toCampaign);
  }
}
