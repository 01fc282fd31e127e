import { Injectable } from '@nestjs/common';
import { isUuid } from '#kernel/ids';
import type { Page } from '#kernel/page';
import { Database } from '#platform/database/database';
import type { PageQuery } from '#platform/http/page-query';
import type { Campaign } from '../campaign.answers.dto.js';
import { SpendNotFound } from '../campaign.errors.js';
import { CampaignService } from '../campaign.service.js';
import { Budgets } from './budgets.service.js';
import type { BudgetStanding, NewSpend, RecordedSpend, RemovedSpend, Spend } from './spend.dto.js';
import { type Balance, type SpendOfDay, SpendRepository } from './spend.repository.js';

/**
 * What campaigns cost, held against their budgets: a run's against that of its series too. Whoever passes one is told, and paused
 * where the campaign says so.
 */
@Injectable()
export class CampaignSpend {
  constructor(
    private readonly database: Database,
    private readonly campaigns: CampaignService,
    private readonly spend: SpendRepository,
    private readonly budgets: Budgets,
  ) {}

  record(ownerId: string, campaignId: string, { date, ...spend }: NewSpend): Promise<RecordedSpend> {
    return this.database.transaction(async () => {
      const payers = await this.campaigns.holdPayers(ownerId, campaignId);
      const kept = await this.spend.add(ownerId, campaignId, {
        ...spend,
        day: date ?? today(),
        source: 'recorded',
      });
      return { ...(kept as Spend), budget: await this.settle(payers) };
    });
  }

  /** What a run of an agent has cost a campaign, in US dollars; kept once, whatever it says a second time. Joins the running transaction. */
  recordAi(ownerId: string, campaignId: string, runId: string, dollars: number): Promise<void> {
    return this.database.transaction(async () => {
      if (dollars <= 0) return;
      const payers = await this.campaigns.holdPayers(ownerId, campaignId);
      const cost = { channel: 'ai', amount: dollars, day: today(), source: 'ai', runId } as const;
      if (await this.spend.add(ownerId, campaignId, cost)) await this.settle(payers);
    });
  }

  async list(ownerId: string, campaignId: string, query: PageQuery): Promise<Page<Spend>> {
    const { id } = await this.campaigns.get(ownerId, campaignId);
    return this.spend.list(ownerId, id, query);
  }

  /** By day and channel since a day, of all these campaigns. */
  byDay(ownerId: string, campaignIds: readonly string[], since: string): Promise<SpendOfDay[]> {
    return this.spend.byDay(ownerId, campaignIds, since);
  }

  /** What AI has cost is not taken back. */
  remove(ownerId: string, campaignId: string, spendId: string): Promise<RemovedSpend> {
    return this.database.transaction(async () => {
      const payers = await this.campaigns.holdPayers(ownerId, campaignId);
      if (!isUuid(spendId) || !(await this.spend.remove(ownerId, campaignId, spendId)))
        throw new SpendNotFound();
      return { deleted: true, id: spendId, budget: await this.settle(payers) };
    });
  }

  /** Answers how the last of them stands. */
  private async settle(payers: readonly Campaign[]): Promise<BudgetStanding> {
    let balance: Balance = { spent: 0, allocated: null, isOver: false };
    for (const payer of payers) balance = await this.budgets.settle(payer);
    return standingOf(balance);
  }
}

function standingOf({ spent, allocated, isOver }: Balance): BudgetStanding {
  return {
    budget_allocated: allocated,
    budget_spent: Math.max(0, spent),
    remaining: allocated === null ? null : Math.round((allocated - spent) * 1e6) / 1e6,
    over_budget: isOver,
  };
}

function today(): string {
  return new Date().toISOString().slice(0, 10);
}
