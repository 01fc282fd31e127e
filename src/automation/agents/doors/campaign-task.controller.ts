import { Controller, Get, HttpCode, Param, Post, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { CampaignService } from '#domains/campaigns/campaign.service';
import { CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { MayTakeLonger } from '#platform/http/may-take-longer.decorator';
import { RateClass } from '#platform/http/rate-limit.guard';
import { CampaignAnalysis, CampaignInsights, CampaignProposal } from './campaign-task.dto.js';
import { PendingTask } from './pending-task.dto.js';
import { TaskDoor } from './task-door.js';

@ApiTags('Campaigns')
@Controller('api/campaigns/:campaignId')
@RateClass('generation')
export class CampaignTaskController {
  constructor(
    private readonly door: TaskDoor,
    private readonly campaigns: CampaignService,
  ) {}

  /** Proposes better words for a campaign and keeps them beside what it says. What a model costs for it counts as its spend. */
  @Post('optimize')
  @HttpCode(200)
  @MayTakeLonger(PendingTask)
  async optimize(
    @CurrentUser() caller: Caller,
    @Param('campaignId') campaignId: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CampaignProposal> {
    const input = { campaign_id: (await this.campaigns.get(caller.id, campaignId)).id };
    return this.door.open(caller.id, ['campaign', 'optimize_campaign'], input, reply);
  }

  /** Judges a campaign by what was measured in the last 30 days, and says what to do. */
  @Get('insights')
  @MayTakeLonger(PendingTask)
  async insights(
    @CurrentUser() caller: Caller,
    @Param('campaignId') campaignId: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CampaignInsights> {
    const input = { campaign_ids: [(await this.campaigns.get(caller.id, campaignId)).id] };
    const task = ['campaign', 'analyze_performance'] as const;
    const judged = await this.door.open<{ analyses?: CampaignAnalysis[] }>(caller.id, task, input, reply);
    return judged.analyses ? insightsOf(campaignId, judged.analyses) : (judged as CampaignInsights);
  }
}

function insightsOf(campaign_id: string, analyses: CampaignAnalysis[]): CampaignInsights {
  const recommendations = analyses.flatMap(({ ai_recommendations }) => ai_recommendations);
  return { campaign_id, analyses, recommendations, timestamp: new Date().toISOString() };
}
