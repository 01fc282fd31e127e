import { Body, Controller, Delete, HttpCode, Param, Patch, Post, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Campaign, DeletedCampaign } from '#domains/campaigns/campaign.answers.dto';
import { CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { AlsoFails } from '#platform/http/also-fails.decorator';
import { Answers } from '#platform/http/answers.decorator';
import { CampaignExecutor } from './campaign-executor.service.js';
import {
  Because,
  LaunchOutcome,
  PauseOutcome,
  ResumeOutcome,
  StatusWish,
  StopOutcome,
} from './execution.dto.js';

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

  /** Pauses a campaign in the middle of delivery: mails, posts, texts and starts wait; nothing is lost. */
  @Post('pause')
  @HttpCode(200)
  @Answers('message')
  pause(
    @CurrentUser() caller: Caller,
    @Param('campaignId') campaignId: string,
    @Body() { reason }: Because = {},
  ): Promise<PauseOutcome> {
    return this.executor.pause(caller.id, campaignId, { actor: 'owner', reason });
  }

  /** Resumes a paused campaign where it was; nobody gets a mail twice. Runs of it that were paused by themselves are resumed by themselves. */
  @Post('resume')
  @HttpCode(200)
  @Answers('message')
  resume(
    @CurrentUser() caller: Caller,
    @Param('campaignId') campaignId: string,
    @Body() { reason }: Because = {},
  ): Promise<ResumeOutcome> {
    return this.executor.resume(caller.id, campaignId, { actor: 'owner', reason });
  }

  /** Stops a campaign for good; who was still waiting is skipped. */
  @Post('stop')
  @HttpCode(200)
  @Answers('message')
  stop(
    @CurrentUser() caller: Caller,
    @Param('campaignId') campaignId: string,
    @Body() { reason }: Because = {},
  ): Promise<StopOutcome> {
    return this.executor.stop(caller.id, campaignId, { actor: 'owner', reason });
  }

  /** Moves a campaign to a status, by the step that leads there; where none does, nothing changes. */
  @Patch('status')
  @AlsoFails(409, 422)
  become(
    @CurrentUser() caller: Caller,
    @Param('campaignId') campaignId: string,
    @Body() { status, reason }: StatusWish,
  ): Promise<Campaign> {
    return this.executor.become(caller.id, campaignId, status, reason);
  }

  /** The same as PATCH. */
  @Put('status')
  put(
    @CurrentUser() caller: Caller,
    @Param('campaignId') campaignId: string,
    @Body() { status, reason }: StatusWish,
  ): Promise<Campaign> {
    return this.executor.become(caller.id, campaignId, status, reason);
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
