import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { AlsoFails } from '#platform/http/also-fails.decorator';
import { EmailCampaignMade, NewEmailCampaign } from './email-campaign.dto.js';
import { EmailCampaigns } from './email-campaign.service.js';

@ApiTags('E-mail')
@Controller('api/email')
export class EmailCampaignController {
  constructor(private readonly campaigns: EmailCampaigns) {}

  /** Makes a mail campaign to named recipients as a draft; launching it sends it. */
  @Post('campaigns')
  @HttpCode(201)
  @AlsoFails(404)
  create(@CurrentUser() caller: Caller, @Body() wanted: NewEmailCampaign): Promise<EmailCampaignMade> {
    return this.campaigns.create(caller.id, wanted);
  }
}
