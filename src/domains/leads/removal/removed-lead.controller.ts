import { Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { Listed } from '#platform/http/listed';
import { Lists } from '#platform/http/lists.decorator';
import { PageQuery } from '#platform/http/page-query';
import { Lead } from '../lead.answers.dto.js';
import { RemovalService } from './removal.service.js';
import { LeadForgotten, RemovedLead } from './removed-lead.dto.js';

@ApiTags('Leads')
@Controller('api/leads')
export class RemovedLeadController {
  constructor(private readonly removal: RemovalService) {}

  /** Lists leads you have deleted, the last first. */
  @Get('removed')
  @Lists(RemovedLead)
  async list(@CurrentUser() caller: Caller, @Query() page: PageQuery): Promise<Listed<RemovedLead>> {
    const { items, nextCursor } = await this.removal.list(caller.id, page);
    return new Listed(items, nextCursor);
  }

  /** Forgets a deleted lead for good, with its history and those that were merged into it. */
  @Delete('removed/:leadId')
  async forget(@CurrentUser() caller: Caller, @Param('leadId') leadId: string): Promise<LeadForgotten> {
    await this.removal.forget(caller.id, leadId);
    return { forgotten: true };
  }

  /** Restores a deleted lead as it was. */
  @Post(':leadId/restore')
  @HttpCode(200)
  restore(@CurrentUser() caller: Caller, @Param('leadId') leadId: string): Promise<Lead> {
    return this.removal.restore(caller.id, leadId);
  }
}
