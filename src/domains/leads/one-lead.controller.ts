import { Body, Get, Param, Put } from '@nestjs/common';
import { CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import type { Lead } from './lead.answers.dto.js';
import { UpdateLead } from './lead.dto.js';
import { LeadService } from './lead.service.js';

/** The routes to one lead, under every path by which clients know leads. */
export abstract class OneLeadController {
  constructor(protected readonly leads: LeadService) {}

  /** Reads one lead. */
  @Get('leads/:leadId')
  get(@CurrentUser() caller: Caller, @Param('leadId') leadId: string): Promise<Lead> {
    return this.leads.get(caller.id, leadId);
  }

  /** Changes a lead; what is left out stays as it is. */
  @Put('leads/:leadId')
  update(
    @CurrentUser() caller: Caller,
    @Param('leadId') leadId: string,
    @Body() changes: UpdateLead,
  ): Promise<Lead> {
    return this.leads.update(caller.id, leadId, changes);
  }
}
