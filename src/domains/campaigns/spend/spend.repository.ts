import { Injectable } from '@nestjs/common';
import { type Selectable, sql } from 'kysely';
import { newId } from '#kernel/ids';
import type { Page } from '#kernel/page';
import { Database } from '#platform/database/database';
import { BY_ID, newestFirst } from '#platform/database/newest-first';
import type { CampaignSpendTable } from '#platform/database/schema.generated';
import type { PageQuery } from '#platform/http/page-query';
import type { Spend } from './spend.dto.js';

export interface KeptSpend {
  readonly channel: string;
  readonly amount: number;
  readonly day: string;
  readonly note?: string | undefined;
  readonly source: Spend['source'];
  /** The run of an agent it was spent by; kept once. */
  readonly runId?: string;
}

/** What of a day's money went where. */
export interface SpendOfDay {
  readonly day: string;
  readonly channel: string;
  readonly amount: number;
}

/** What was spent of what may be. */
export interface Balance {
  readonly spent: number;
  readonly allocated: number | null;
  readonly isOver: boolean;
}

@Injectable()
export class SpendRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('campaign_spend', 'campaigns');
  }

  /** Undefined where the run's cost has been kept before. */
  async add(ownerId: string, campaignId: string, spend: KeptSpend): Promise<Spend | undefined> {
    const row = await this.tables
      .insertInto('campaign_spend')
      .values({
        id: newId(),
        campaign_id: campaignId,
        created_by: ownerId,
        channel: spend.channel,
        amount: spend.amount,
        spent_on: spend.day,
        note: spend.note ?? null,
        source: spend.source,
        run_id: spend.runId ?? null,
      })
      .onConflict((conflict) => conflict.doNothing())
      .returningAll()
      .executeTakeFirst();
    return row && toSpend(row);
  }

  /** Takes back what was recorded by hand; what AI has cost stays. */
  async remove(ownerId: string, campaignId: string, id: string): Promise<boolean> {
    const { numDeletedRows } = await this.tables
      .deleteFrom('campaign_spend')
      .where('created_by', '=', ownerId)
      .where('campaign_id', '=', campaignId)
      .where('id', '=', id)
      .where('source', '<>', 'ai')
      .executeTakeFirst();
    return numDeletedRows > 0n;
  }

  /** Newest first. */
  async list(ownerId: string, campaignId: string, query: PageQuery): Promise<Page<Spend>> {
    const wanted = this.tables
      .selectFrom('campaign_spend')
      .selectAll()
      .where('created_by', '=', ownerId)
      .where('campaign_id', '=', campaignId);
    const { items, nextCursor } = await newestFirst(wanted, query, BY_ID);
    return { items: items.map(toSpend), nextCursor };
  }

  /** By day and channel since a day, of campaigns with their runs. */
  async byDay(ownerId: string, campaignIds: readonly string[], since: string): Promise<SpendOfDay[]> {
    const { rows } = await sql<SpendOfDay>`
      select to_char(spent_on, 'YYYY-MM-DD') as day, channel, sum(amount)::float8 as amount from campaign_spend
      where created_by = ${ownerId} and campaign_id = any(${campaignIds}::uuid[]) and spent_on >= ${since}::date
      group by 1, 2 order by 1, 2`.execute(this.tables);
    return rows;
  }

  /** Adds up what a held campaign and its runs have cost; a trigger notes when that passes its budget. */
  async settle(ownerId: string, campaignId: string): Promise<Balance> {
    const { rows } = await sql<Balance>`
      with costs as (
        select coalesce(sum(amount), 0) as spent from campaign_spend
        where created_by = ${ownerId} and (campaign_id = ${campaignId} or campaign_id in (
          select id from campaigns where created_by = ${ownerId} and parent_campaign_id = ${campaignId} and run_at is not null
        ))
      )
      update campaigns set budget_spent = greatest(costs.spent, 0) from costs
      where created_by = ${ownerId} and id = ${campaignId}
      returning costs.spent::float8 as spent, budget_allocated::float8 as allocated, over_budget_at is not null as "isOver"`.execute(
      this.tables,
    );
    return rows[0] ?? { spent: 0, allocated: null, isOver: false };
  }

  /** The balance of a campaign that is over its budget and of which nobody has been told; it is told from now on. */
  async takeUntold(
    ownerId: string,
    campaignId: string,
  ): Promise<Pick<Balance, 'spent' | 'allocated'> | undefined> {
    const { rows } = await sql<Pick<Balance, 'spent' | 'allocated'>>`
      update campaigns set over_budget_told_at = now()
      where created_by = ${ownerId} and id = ${campaignId} and over_budget_at is not null and over_budget_told_at is null
      returning budget_spent::float8 as spent, budget_allocated::float8 as allocated`.execute(this.tables);
    return rows[0];
  }
}

function toSpend(row: Selectable<CampaignSpendTable>): Spend {
  return {
    id: row.id,
    campaign_id: row.campaign_id,
    channel: row.channel,
    amount: Number(row.amount),
    date: row.spent_on.slice(0, 10),
    note: row.note,
    source: row.source as Spend['source'],
    created_at: row.created_at,
  };
}
