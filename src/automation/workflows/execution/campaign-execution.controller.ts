import { Controller, Delete, HttpCode, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { DeletedCampaign } from '#domains/campaigns/campaign.answers.dto';
import { CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { Answers } from '#platform/http/answers.decorator';
import { CampaignExecutor } from './campaign-executor.service.js';
import { LaunchOutcome, PauseOutcome, ResumeOutcome, StopOutcome } from './execution.dto.js';

@ApiTags('Campaigns')
@Controller('api/campaigns/:campaignId')
export class CampaignExecutionController {
  constructor(private readonly executor: CampaignExecutor) {}

  /** Launches a campaign on its channels. A second launch is a conflict. */
  @Post('launch')
  @HttpCode(200)
  @Answers('message')
  launch(@CurrentUser() caller: Caller, @Param('campaignId') campaignId: string): Promise<LaunchOutcome> {
    return this.executor.launch(caller.id, campaignId);
  }

  /** Pauses a campaign in the middle of delivery; nothing is lost. */
  @Post('pause')
  @HttpCode(200)
  @Answers('message')
  pause(@CurrentUser() caller: Caller, @Param('campaignId') campaignId: string): Promise<PauseOutcome> {
    return this.executor.pause(caller.id, campaignId);
  }

  /** Resumes a paused campaign where it was; nobody gets a mail twice. */
  @Post('resume')
  @HttpCode(200)
  @Answers('message')
  resume(@CurrentUser() caller: Caller, @Param('campaignId') campaignId: string): Promise<ResumeOutcome> {
    return this.executor.resume(caller.id, campaignId);
  }

  /** Stops a campaign for good; who was still waiting is skipped. */
  @Post('stop')
  @HttpCode(200)
  @Answers('message')
  stop(@CurrentUser() caller: Caller, @Param('campaignId') campaignId: string): Promise<StopOutcome> {
    return this.executor.stop(caller.id, campaignId);
  }

  /** Deletes a campaign, after ending what still runs for it. */
  @Delete()
  async remove(
    @CurrentUser() caller: Caller,
    @Param('campaignId') campaignId: string,
  ): Promise<DeletedCampaign> {
    await this.executor.remove(caller.id, campaignId);
    return { deleted: true, id: campaignId };
  }
}
