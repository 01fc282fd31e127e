import { Body, Controller, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { Listed } from '#platform/http/listed';
import { Lists } from '#platform/http/lists.decorator';
import { PageQuery } from '#platform/http/page-query';
import { ApprovalPolicy, ApprovalRequest, Approve, CampaignApproval, Reject } from './approval.dto.js';
import { CampaignApprovals } from './approval.service.js';

@ApiTags('Campaigns')
@Controller('api/campaigns')
export class ApprovalController {
  constructor(private readonly approvals: CampaignApprovals) {}

  /** Shows whether your campaigns are to be approved before they are launched, where they say nothing of their own. */
  @Get('approval-policy')
  policy(@CurrentUser() caller: Caller): Promise<ApprovalPolicy> {
    return this.approvals.policy(caller.id);
  }

  /** Settles whether your campaigns are to be approved before they are launched, where they say nothing of their own. */
  @Put('approval-policy')
  setPolicy(@CurrentUser() caller: Caller, @Body() policy: ApprovalPolicy): Promise<ApprovalPolicy> {
    return this.approvals.setPolicy(caller.id, policy);
  }

  /** Lists requests for approval of a campaign and what came of them, newest first. */
  @Get(':campaignId/approvals')
  @Lists(CampaignApproval)
  async list(
    @CurrentUser() caller: Caller,
    @Param('campaignId') campaignId: string,
    @Query() query: PageQuery,
  ): Promise<Listed<CampaignApproval>> {
    const { items, nextCursor } = await this.approvals.list(caller.id, campaignId, query);
    return new Listed(items, nextCursor);
  }

  /** Puts a campaign up for approval as it is. */
  @Post(':campaignId/approvals')
  request(
    @CurrentUser() caller: Caller,
    @Param('campaignId') campaignId: string,
    @Body() { note }: ApprovalRequest = {},
  ): Promise<CampaignApproval> {
    return this.approvals.request(caller.id, campaignId, note);
  }

  /** Agrees to a campaign as it is; it may be launched until what is planned is changed. */
  @Post(':campaignId/approve')
  @HttpCode(200)
  approve(
    @CurrentUser() caller: Caller,
    @Param('campaignId') campaignId: string,
    @Body() { comment }: Approve = {},
  ): Promise<CampaignApproval> {
    return this.approvals.decide(caller.id, campaignId, { approved: true, comment });
  }

  /** Refuses a campaign as it is, and says why. */
  @Post(':campaignId/reject')
  @HttpCode(200)
  reject(
    @CurrentUser() caller: Caller,
    @Param('campaignId') campaignId: string,
    @Body() { comment }: Reject,
  ): Promise<CampaignApproval> {
    return this.approvals.decide(caller.id, campaignId, { approved: false, comment });
  }
}
