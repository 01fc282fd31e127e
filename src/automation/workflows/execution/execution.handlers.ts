import { Injectable } from '@nestjs/common';
import { CampaignNotFound } from '#domains/campaigns/campaign.errors';
import { type MailingFinished, MailingFinishedJob } from '#domains/email/email.jobs';
import { SuppressionService } from '#domains/email/suppressions/suppression.service';
import { type ConsentWithdrawn, ConsentWithdrawnJob } from '#domains/leads/lead.jobs';
import { Handles } from '#platform/jobs/handles.decorator';
import type { JobHandler } from '#platform/jobs/job';
import { CampaignExecutor } from './campaign-executor.service.js';
import { type CampaignTask, StartScheduledJob } from './execution.jobs.js';

/** The start date of a scheduled campaign has come. */
@Injectable()
@Handles(StartScheduledJob)
export class StartScheduledHandler implements JobHandler<CampaignTask> {
  constructor(private readonly executor: CampaignExecutor) {}

  handle({ ownerId, campaignId }: CampaignTask): Promise<void> {
    return this.executor.startScheduled(ownerId, campaignId);
  }
}

/** All mail of a campaign is settled. */
@Injectable()
@Handles(MailingFinishedJob)
export class MailingFinishedHandler implements JobHandler<MailingFinished> {
  constructor(private readonly executor: CampaignExecutor) {}

  /** A campaign deleted meanwhile has nothing to complete. */
  async handle({ ownerId, campaignId }: MailingFinished): Promise<void> {
    try {
      await this.executor.complete(ownerId, campaignId);
    } catch (error) {
      if (!(error instanceof CampaignNotFound)) throw error;
    }
  }
}

/** A lead no longer agrees to mail: their address is suppressed, which arming sees and which outlives the lead. */
@Injectable()
@Handles(ConsentWithdrawnJob)
export class ConsentWithdrawnHandler implements JobHandler<ConsentWithdrawn> {
  constructor(private readonly suppressions: SuppressionService) {}

  async handle({ ownerId, email }: ConsentWithdrawn): Promise<void> {
    await this.suppressions.add(ownerId, email, 'consent_withdrawn', 'lead');
  }
}
