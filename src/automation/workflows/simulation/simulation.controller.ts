import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { SimulatedCampaign, SimulationWish } from './simulation.dto.js';
import { Simulations } from './simulation.service.js';

@ApiTags('Campaigns')
@Controller('api/campaigns/:campaignId/simulate')
export class SimulationController {
  constructor(private readonly simulations: Simulations) {}

  /** Runs a campaign on a virtual clock and answers the calendar of its mails, who would be skipped, and what it would cost. Nothing is sent. */
  @Post()
  @HttpCode(200)
  simulate(
    @CurrentUser() caller: Caller,
    @Param('campaignId') campaignId: string,
    @Body() wish: SimulationWish,
  ): Promise<SimulatedCampaign> {
    return this.simulations.simulate(caller.id, campaignId, wish);
  }
}
