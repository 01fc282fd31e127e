import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Experiment, NewExperiment, WinnerChoice } from '#domains/email/experiments/experiment.dto';
import { CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { AlsoFails } from '#platform/http/also-fails.decorator';
import { CampaignExperiments } from './campaign-experiment.service.js';

@ApiTags('Campaigns')
@Controller('api/campaigns/:campaignId/experiment')
export class CampaignExperimentController {
  constructor(private readonly experiments: CampaignExperiments) {}

  /** Sets up the A/B test of a campaign's mail, in place of one that has not begun. */
  @Put()
  @AlsoFails(409, 422)
  define(
    @CurrentUser() caller: Caller,
    @Param('campaignId') campaignId: string,
    @Body() wanted: NewExperiment,
  ): Promise<Experiment> {
    return this.experiments.define(caller.id, campaignId, wanted);
  }

  /** Shows the A/B test of a campaign: its figures, what they say of each variant, and what has been decided. */
  @Get()
  get(@CurrentUser() caller: Caller, @Param('campaignId') campaignId: string): Promise<Experiment> {
    return this.experiments.get(caller.id, campaignId);
  }

  /** Takes the A/B test away before the campaign is launched. */
  @Delete()
  @AlsoFails(409)
  remove(@CurrentUser() caller: Caller, @Param('campaignId') campaignId: string): Promise<void> {
    return this.experiments.remove(caller.id, campaignId);
  }

  /** Chooses the variant that those get who still wait, whatever the figures say. */
  @Post('winner')
  @HttpCode(200)
  choose(
    @CurrentUser() caller: Caller,
    @Param('campaignId') campaignId: string,
    @Body() { variant }: WinnerChoice,
  ): Promise<Experiment> {
    return this.experiments.choose(caller.id, campaignId, variant);
  }
}
