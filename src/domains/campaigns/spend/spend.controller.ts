import { Body, Controller, Delete, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { Listed } from '#platform/http/listed';
import { Lists } from '#platform/http/lists.decorator';
import { PageQuery } from '#platform/http/page-query';
import { NewSpend, RecordedSpend, RemovedSpend, Spend } from './spend.dto.js';
import { CampaignSpend } from './spend.service.js';

@ApiTags('Campaigns')
@Controller('api/campaigns/:campaignId/spend')
export class SpendController {
  constructor(private readonly spend: CampaignSpend) {}

  /** Records what a campaign has cost. Beyond its budget it is paused when its settings say `pause_over_budget`. */
  @Post()
  record(
    @CurrentUser() caller: Caller,
    @Param('campaignId') campaignId: string,
    @Body() spend: NewSpend,
  ): Promise<RecordedSpend> {
    return this.spend.record(caller.id, campaignId, spend);
  }

  /** Lists what a campaign has cost, newest first. */
  @Get()
  @Lists(Spend)
  async list(
    @CurrentUser() caller: Caller,
    @Param('campaignId') campaignId: string,
    @Query() query: PageQuery,
  ): Promise<Listed<Spend>> {
    const { items, nextCursor } = await this.spend.list(caller.id, campaignId, query);
    return new Listed(items, nextCursor);
  }

  /** Takes back a cost that was recorded by hand. */
  @Delete(':spendId')
  remove(
    @CurrentUser() caller: Caller,
    @Param('campaignId') campaignId: string,
    @Param('spendId') spendId: string,
  ): Promise<RemovedSpend> {
    return this.spend.remove(caller.id, campaignId, spendId);
  }
}
