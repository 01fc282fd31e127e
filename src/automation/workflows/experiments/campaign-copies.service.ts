import { Injectable } from '@nestjs/common';
import { Database } from '#platform/database/database';
import type { Campaign } from '#domains/campaigns/campaign.answers.dto';
import { CampaignService } from '#domains/campaigns/campaign.service';
import { ExperimentService } from '#domains/email/experiments/experiment.service';

/** Campaigns anew, with the parts that other rooms keep for them. */
@Injectable()
export class CampaignCopies {
  constructor(
    private readonly database: Database,
    private readonly campaigns: CampaignService,
    private readonly experiments: ExperimentService,
  ) {}

  duplicate(ownerId: string, campaignId: string, name?: string): Promise<Campaign> {
    return this.database.transaction(async () => {
      const copy = await this.campaigns.duplicate(ownerId, campaignId, name);
      await this.experiments.copy(ownerId, campaignId, copy.id);
      return copy;
    });
  }
}
