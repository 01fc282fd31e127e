import { Controller, Get, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { BreakerState } from '#domains/email/breaker/breaker.dto';
import { CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { CampaignBreaker } from './campaign-breaker.service.js';

@ApiTags('Campaigns')
@Controller('api/campaigns/:campaignId/breaker')
export class CampaignBreakerController {
  constructor(private readonly breaker: CampaignBreaker) {}

  /** Shows what pauses a campaign by itself: the rates that are allowed, those of the moment, and each time that one was passed. */
  @Get()
  state(@CurrentUser() caller: Caller, @Param('campaignId') campaignId: string): Promise<BreakerState> {
    return this.breaker.state(caller.id, campaignId);
  }
}
