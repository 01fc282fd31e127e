import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { Listed } from '#platform/http/listed';
import { Lists } from '#platform/http/lists.decorator';
import { PageQuery } from '#platform/http/page-query';
import { Approve, CampaignApproval, Reject } from './approval.dto.js';
import { WaitingApproval } from './approver.dto.js';
import { Approvers } from './approver.service.js';

/** Campaigns of others that wait for the caller, who is named in the approval policy of their owner. */
@ApiTags('Campaigns')
@Controller('api/campaign-approvals')
export class ApproverController {
  constructor(private readonly approvers: Approvers) {}

  /** Lists campaigns of others that wait for your decision, newest first, at most 200. */
  @Get()
  @Lists(WaitingApproval)
  async list(@CurrentUser() caller: Caller, @Query() page: PageQuery): Promise<Listed<WaitingApproval>> {
    const { items } = await this.approvers.waiting(caller.id, page);
    return new Listed(items, null);
  }

  /** Agrees to a campaign of somebody who has named you, as it stands. */
  @Post(':approvalId/approve')
  @HttpCode(200)
  approve(
    @CurrentUser() caller: Caller,
    @Param('approvalId') approvalId: string,
    @Body() { comment }: Approve = {},
  ): Promise<CampaignApproval> {
    return this.approvers.decide(caller.id, approvalId, { approved: true, comment });
  }

  /** Refuses a campaign of somebody who has named you, and says why. */
  @Post(':approvalId/reject')
  @HttpCode(200)
  reject(
    @CurrentUser() caller: Caller,
    @Param('approvalId') approvalId: string,
    @Body() { comment }: Reject,
  ): Promise<CampaignApproval> {
    return this.approvers.decide(caller.id, approvalId, { approved: false, comment });
  }
}
