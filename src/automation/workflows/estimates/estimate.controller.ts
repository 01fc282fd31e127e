import { Controller, Delete, Get, HttpCode, Param, Post, Res } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { AlsoFails } from '#platform/http/also-fails.decorator';
import { AudienceEstimate } from './estimate.dto.js';
import { Estimates } from './estimate.service.js';

@ApiTags('Campaigns')
@Controller('api/campaigns/:campaignId/audience/estimate')
export class EstimateController {
  constructor(private readonly estimates: Estimates) {}

  /** Counts how many of a campaign's audience would be mailed and how many each gate would skip; 202 while a large one is counted. */
  @Post()
  @HttpCode(200)
  @ApiOkResponse({ type: AudienceEstimate })
  @ApiAcceptedResponse({ type: AudienceEstimate })
  async request(
    @CurrentUser() caller: Caller,
    @Param('campaignId') campaignId: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AudienceEstimate> {
    const estimate = await this.estimates.request(caller.id, campaignId);
    if (estimate.status !== 'completed') void reply.status(202);
    return estimate;
  }

  /** Shows the newest estimate of a campaign's audience, and how far its counting has come. */
  @Get()
  get(@CurrentUser() caller: Caller, @Param('campaignId') campaignId: string): Promise<AudienceEstimate> {
    return this.estimates.get(caller.id, campaignId);
  }

  /** Stops the counting. */
  @Delete()
  @AlsoFails(409)
  cancel(@CurrentUser() caller: Caller, @Param('campaignId') campaignId: string): Promise<AudienceEstimate> {
    return this.estimates.cancel(caller.id, campaignId);
  }
}
