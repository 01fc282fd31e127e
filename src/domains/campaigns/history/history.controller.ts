import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { Listed } from '#platform/http/listed';
import { Lists } from '#platform/http/lists.decorator';
import { PageQuery } from '#platform/http/page-query';
import { CampaignEvent } from './history.dto.js';
import { CampaignHistory } from './history.service.js';

@ApiTags('Campaigns')
@Controller('api/campaigns/:campaignId/history')
export class HistoryController {
  constructor(private readonly history: CampaignHistory) {}

  /** Lists what was done to a campaign: who moved it from where to where, when and why; newest first. */
  @Get()
  @Lists(CampaignEvent)
  async list(
    @CurrentUser() caller: Caller,
    @Param('campaignId') campaignId: string,
    @Query() query: PageQuery,
  ): Promise<Listed<CampaignEvent>> {
    const { items, nextCursor } = await this.history.list(caller.id, campaignId, query);
    return new Listed(items, nextCursor);
  }
}
