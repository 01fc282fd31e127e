import { Body, Controller, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { Listed } from '#platform/http/listed';
import { Lists } from '#platform/http/lists.decorator';
import { Campaign, CreatedCampaigns } from './campaign.answers.dto.js';
import { CampaignChanges, NewCampaign } from './campaign.dto.js';
import { CampaignQuery, NewCampaigns } from './campaign-list.dto.js';
import { CampaignService } from './campaign.service.js';

@ApiTags('Campaigns')
@Controller('api/campaigns')
export class CampaignController {
  constructor(private readonly campaigns: CampaignService) {}

  /** Lists your campaigns, newest first. Runs of a recurring campaign are listed only where they are asked for. */
  @Get()
  @Lists(Campaign)
  async list(@CurrentUser() caller: Caller, @Query() query: CampaignQuery): Promise<Listed<Campaign>> {
    const page = await this.campaigns.list(caller.id, query);
    return new Listed(page.items, page.nextCursor);
  }

  /** Makes a campaign, as a draft. */
  @Post()
  create(@CurrentUser() caller: Caller, @Body() campaign: NewCampaign): Promise<Campaign> {
    return this.campaigns.create(caller.id, campaign);
  }

  /** Makes several campaigns: all of them, or none, and then `errors` says what is wrong with which. */
  @Post('bulk/create')
  @HttpCode(200)
  async createAll(
    @CurrentUser() caller: Caller,
    @Body() { campaigns }: NewCampaigns,
  ): Promise<CreatedCampaigns> {
    const created = await this.campaigns.createAll(caller.id, campaigns);
    return { created: created.length, campaigns: created };
  }

  /** Shows one campaign. */
  @Get(':campaignId')
  get(@CurrentUser() caller: Caller, @Param('campaignId') campaignId: string): Promise<Campaign> {
    return this.campaigns.get(caller.id, campaignId);
  }

  /** Changes what is given about a campaign. What was approved before is to be approved again. */
  @Put(':campaignId')
  change(
    @CurrentUser() caller: Caller,
    @Param('campaignId') campaignId: string,
    @Body() changes: CampaignChanges,
  ): Promise<Campaign> {
    return this.campaigns.change(caller.id, campaignId, changes);
  }
}
