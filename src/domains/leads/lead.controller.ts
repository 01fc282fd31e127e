import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { AlsoFails } from '#platform/http/also-fails.decorator';
import { Lists } from '#platform/http/lists.decorator';
import type { ListedJson } from '#platform/http/listed';
import { Lead, LeadDeleted } from './lead.answers.dto.js';
import { CreateLead } from './lead.dto.js';
import { LeadListQuery, LeadSearchQuery } from './lists/lead-list.dto.js';
import { LeadListService } from './lists/lead-list.service.js';
import { LeadService } from './lead.service.js';
import { OneLeadController } from './one-lead.controller.js';

@ApiTags('Leads')
@Controller('api')
export class LeadController extends OneLeadController {
  constructor(
    leads: LeadService,
    private readonly lists: LeadListService,
  ) {
    super(leads);
  }

  /**
   * Lists your leads, narrowed and sorted as you say; newest first unless you say otherwise. Where few of very many leads are meant,
   * a page may be shorter than `limit`, or empty: go on while there is a `next_cursor`.
   */
  @Get('leads')
  @Lists(Lead, 'counted')
  @AlsoFails(404, 422)
  list(@CurrentUser() caller: Caller, @Query() query: LeadListQuery): Promise<ListedJson> {
    return this.lists.list(caller.id, query);
  }

  /** Finds leads by a part of their name, address, company, title or industry: the list with `q`. */
  @Get('leads/search')
  @Lists(Lead, 'counted')
  @AlsoFails(404, 422)
  search(@CurrentUser() caller: Caller, @Query() query: LeadSearchQuery): Promise<ListedJson> {
    return this.lists.list(caller.id, query);
  }

  /** Adds a lead; an address you already have is refused. */
  @Post('leads')
  @HttpCode(201)
  create(@CurrentUser() caller: Caller, @Body() lead: CreateLead): Promise<Lead> {
    return this.leads.create(caller.id, lead);
  }

  /** Deletes a lead; it can be restored for a time. */
  @Delete('leads/:leadId')
  async remove(@CurrentUser() caller: Caller, @Param('leadId') leadId: string): Promise<LeadDeleted> {
    await this.leads.remove(caller.id, leadId);
    return { deleted: true };
  }
}
