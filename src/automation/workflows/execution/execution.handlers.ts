import { Injectable } from '@nestjs/common';
import { CampaignService } from '#domains/campaigns/campaign.service';
import {
  type CampaignDue,
  CampaignDueJob,
  SettleCampaignJob,
} from '#domains/campaigns/schedule/due-campaign.jobs';
import { type OverBudget, OverBudgetJob } from '#domains/campaigns/spend/spend.jobs';
import { type MailingFinished, MailingFinishedJob } from '#domains/email/email.jobs';
import { SuppressionService } from '#domains/email/suppressions/suppression.service';
import { type ConsentWithdrawn, ConsentWithdrawnJob } from '#domains/leads/lead.jobs';
import { Handles } from '#platform/jobs/handles.decorator';
import type { JobHandler } from '#platform/jobs/job';
import { CampaignExecutor } from './campaign-executor.service.js';
import { CampaignRunner } from './campaign-runner.service.js';

/** The time of a campaign has come. */
@Injectable()
@Handles(CampaignDueJob)
export class CampaignDueHandler implements JobHandler<CampaignDue> {
  constructor(private readonly runner: CampaignRunner) {}

  handle({ ownerId, campaignId, dueAt }: CampaignDue): Promise<void> {
    return this.runner.startDue(ownerId, campaignId, new Date(dueAt));
  }
}

/** The last post or text of a campaign should have appeared. */
@Injectable()
@Handles(SettleCampaignJob)
export class SettleCampaignHandler implements JobHandler<CampaignDue> {
  constructor(private readonly runner: CampaignRunner) {}

  handle({ ownerId, campaignId }: CampaignDue): Promise<void> {
    return this.runner.complete(ownerId, campaignId);
  }
}

/** All mail of a campaign is settled. */
@Injectable()
@Handles(MailingFinishedJob)
export class MailingFinishedHandler implements JobHandler<MailingFinished> {
  constructor(private readonly runner: CampaignRunner) {}

  handle({ ownerId, campaignId }: MailingFinished): Promise<void> {
    return this.runner.complete(ownerId, campaignId);
  }
}

/** A campaign is over its budget: it is paused, if that is what it says. */
@Injectable()
@Handles(OverBudgetJob)
export class OverBudgetHandler implements JobHandler<OverBudget> {
  constructor(
    private readonly campaigns: CampaignService,
    private readonly executor: CampaignExecutor,
  ) {}

  async handle({ ownerId, campaignId }: OverBudget): Promise<void> {
    const [campaign] = await this.campaigns.some(ownerId, [campaignId]);
    if (!campaign?.over_budget || campaign.settings['pause_over_budget'] !== true) return;
    if (campaign.status !== 'active' && campaign.status !== 'scheduled') return;
    await this.executor.pause(ownerId, campaignId, {
      actor: 'budget',
      reason: 'The campaign is over its budget',
    });
  }
}

/** Leads no longer agree to mail: their addresses are suppressed, which arming sees and which outlives the leads. */
@Injectable()
@Handles(ConsentWithdrawnJob)
export class ConsentWithdrawnHandler implements JobHandler<ConsentWithdrawn> {
  constructor(private readonly suppressions: SuppressionService) {}

  async handle({ ownerId, emails }: ConsentWithdrawn): Promise<void> {
    await this.suppressions.addAll(ownerId, emails, 'consent_withdrawn', 'lead');
  }
}
