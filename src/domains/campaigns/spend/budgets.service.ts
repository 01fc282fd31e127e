import { Injectable } from '@nestjs/common';
import { Jobs } from '#platform/jobs/jobs';
import type { Campaign } from '../campaign.answers.dto.js';
import { HistoryRepository } from '../history/history.repository.js';
import { OverBudgetJob } from './spend.jobs.js';
import { type Balance, SpendRepository } from './spend.repository.js';

/** Holds what campaigns have spent against what they may. Both join the running transaction. */
@Injectable()
export class Budgets {
  constructor(
    private readonly spend: SpendRepository,
    private readonly history: HistoryRepository,
    private readonly jobs: Jobs,
  ) {}

  /** Adds up what a held campaign and its runs have cost. */
  async settle(campaign: Campaign): Promise<Balance> {
    const balance = await this.spend.settle(campaign.created_by, campaign.id);
    await this.tell(campaign);
    return balance;
  }

  /** Tells of a campaign that is over its budget; once for each time it passes it, whether it spent more or may spend less. */
  async tell(campaign: Campaign): Promise<void> {
    const { id: campaignId, created_by: ownerId } = campaign;
    const over = await this.spend.takeUntold(ownerId, campaignId);
    if (!over) return;
    const reason = `${over.spent} was spent of ${over.allocated}`;
    await this.history.add(
      campaign,
      {
        action: 'over_budget',
        cause: { actor: 'budget', reason },
        summary: 'Campaign is over its budget',
      },
      campaign.status,
    );
    await this.jobs.send(OverBudgetJob, { ownerId, campaignId });
  }
}
