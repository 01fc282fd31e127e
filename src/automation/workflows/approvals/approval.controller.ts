import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { Listed } from '#platform/http/listed';
import { Lists } from '#platform/http/lists.decorator';
import { Approval, ApprovalDecision, ApprovalQuery } from './approval.dto.js';
import { ApprovalService } from './approval.service.js';

@ApiTags('Workflows')
@Controller(['api/workflows/approvals', 'api/workflow/approvals'])
export class ApprovalController {
  constructor(private readonly approvals: ApprovalService) {}

  /** Lists what you are asked to decide, newest first. */
  @Get()
  @Lists(Approval)
  async list(@CurrentUser() caller: Caller, @Query() query: ApprovalQuery): Promise<Listed<Approval>> {
    const { items, nextCursor } = await this.approvals.list(caller.id, query);
    return new Listed(items, nextCursor);
  }

  /** Decides; the instance goes on with it. */
  @Post(':approvalId/decide')
  @HttpCode(200)
  decide(
    @CurrentUser() caller: Caller,
    @Param('approvalId') approvalId: string,
    @Body() decision: ApprovalDecision,
  ): Promise<Approval> {
    return this.approvals.decide(caller.id, approvalId, decision);
  }
}
