import { Injectable } from '@nestjs/common';
import { Database } from '#platform/database/database';
import { CampaignApprovals } from '#domains/campaigns/approvals/approval.service';
import type { Campaign } from '#domains/campaigns/campaign.answers.dto';
import { CampaignRunning } from '#domains/campaigns/campaign.errors';
import { isFrozen } from '#domains/campaigns/campaign-state';
import { planOf } from '#domains/campaigns/plan/campaign-plan';
import { isRecurring } from '#domains/campaigns/schedule/campaign-schedule';
import { CampaignService } from '#domains/campaigns/campaign.service';
import type { Experiment, NewExperiment } from '#domains/email/experiments/experiment.dto';
import { ExperimentOfSeries, ExperimentUnderWay } from '#domains/email/experiments/experiment.errors';
import { ExperimentService } from '#domains/email/experiments/experiment.service';
import { MailPreviews, SAMPLE_READER } from '#domains/email/inquiry/mail-preview.service';
import { mailingPlanOf } from '../execution/channels/mailing-plan.js';

/** The test of variants that a campaign's mailing makes. */
@Injectable()
export class CampaignExperiments {
  constructor(
    private readonly database: Database,
    private readonly campaigns: CampaignService,
    private readonly approvals: CampaignApprovals,
    private readonly experiments: ExperimentService,
    private readonly previews: MailPreviews,
  ) {}

  /**
   * Keeps the experiment of a campaign that is not launched yet; every variant must be a mail that can be written. Who has agreed to
   * the campaign has agreed to other words.
   */
  define(ownerId: string, campaignId: string, wanted: NewExperiment): Promise<Experiment> {
    return this.database.transaction(async () => {
      const campaign = await this.changeable(ownerId, campaignId);
      if (campaign.launched_at !== null) throw new ExperimentUnderWay(campaign.status);
      if (isRecurring(planOf(campaign).schedule)) throw new ExperimentOfSeries();
      const experiment = await this.experiments.define(ownerId, campaign.id, wanted);
      const plan = mailingPlanOf(campaign);
      for (const { label } of experiment.variants)
        await this.previews.preview(ownerId, plan, SAMPLE_READER, label);
      return experiment;
    });
  }

  async get(ownerId: string, campaignId: string): Promise<Experiment> {
    const { id } = await this.campaigns.get(ownerId, campaignId);
    return this.experiments.get(ownerId, id);
  }

  remove(ownerId: string, campaignId: string): Promise<void> {
    return this.database.transaction(async () => {
      const { id } = await this.changeable(ownerId, campaignId);
      await this.experiments.remove(ownerId, id);
    });
  }

  async choose(ownerId: string, campaignId: string, variant: string): Promise<Experiment> {
    const { id } = await this.campaigns.get(ownerId, campaignId);
    return this.experiments.choose(ownerId, id, variant);
  }

  /** The campaign, held, and agreed to no more. Throws `campaigns/running` where its words stay as they were launched. */
  private async changeable(ownerId: string, campaignId: string): Promise<Campaign> {
    const campaign = await this.campaigns.hold(ownerId, campaignId);
    if (isFrozen(campaign.status)) throw new CampaignRunning();
    await this.approvals.withdraw(campaign);
    return campaign;
  }
}
