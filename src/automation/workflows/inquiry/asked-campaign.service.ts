import { Injectable } from '@nestjs/common';
import type { Campaign } from '#domains/campaigns/campaign.answers.dto';
import { CampaignService } from '#domains/campaigns/campaign.service';
import { planOf } from '#domains/campaigns/plan/campaign-plan';
import type { MailingPlan } from '#domains/email/experiments/mailing-drafts.service';
import type { AudienceFilter } from '#domains/leads/audiences/audience';
import { AudienceService } from '#domains/leads/audiences/audience.service';
import { asLeadsSay } from '../execution/audience/kept-audience.js';
import { mailingPlanOf } from '../execution/channels/mailing-plan.js';

/** A campaign as it was launched, or as it would be launched now. */
export interface AskedCampaign {
  readonly campaign: Campaign;
  readonly mail: MailingPlan;
  readonly audience: AudienceFilter;
}

/** Reads campaigns for those who ask what they would do. */
@Injectable()
export class AskedCampaigns {
  constructor(
    private readonly campaigns: CampaignService,
    private readonly audiences: AudienceService,
  ) {}

  async get(ownerId: string, campaignId: string): Promise<AskedCampaign> {
    const campaign = await this.campaigns.get(ownerId, campaignId);
    const plan = planOf(campaign);
    const audience = await this.audiences.read(ownerId, asLeadsSay(plan.audience));
    return { campaign, mail: mailingPlanOf(campaign, plan), audience };
  }
}
