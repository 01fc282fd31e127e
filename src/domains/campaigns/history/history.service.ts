import { Injectable } from '@nestjs/common';
import type { Page } from '#kernel/page';
import type { PageQuery } from '#platform/http/page-query';
import { CampaignService } from '../campaign.service.js';
import type { CampaignEvent } from './history.dto.js';
import { HistoryRepository } from './history.repository.js';

/** What was done to a campaign, for its owner to read. */
@Injectable()
export class CampaignHistory {
  constructor(
    private readonly campaigns: CampaignService,
    private readonly history: HistoryRepository,
  ) {}

  async list(ownerId: string, campaignId: string, query: PageQuery): Promise<Page<CampaignEvent>> {
    const { id } = await this.campaigns.get(ownerId, campaignId);
    return this.history.list(ownerId, id, query);
  }
}
