import { Body, Controller, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Campaign } from '#domains/campaigns/campaign.answers.dto';
import { CampaignCopy } from '#domains/campaigns/campaign-list.dto';
import { CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { CampaignCopies } from './campaign-copies.service.js';

@ApiTags('Campaigns')
@Controller('api/campaigns/:campaignId/duplicate')
export class CampaignCopyController {
  constructor(private readonly copies: CampaignCopies) {}

  /** Copies a campaign with all its parts, its A/B test among them, into a new draft that has spent and reached nothing yet. */
  @Post()
  duplicate(
    @CurrentUser() caller: Caller,
    @Param('campaignId') campaignId: string,
    @Body() { name }: CampaignCopy = {},
  ): Promise<Campaign> {
    return this.copies.duplicate(caller.id, campaignId, name);
  }
}
