import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { Lists } from '#platform/http/lists.decorator';
import type { ListedJson } from '#platform/http/listed';
import { Lead, LeadStats } from './lead.answers.dto.js';
import { LeadStatsQuery } from './lead.dto.js';
import { CapturedLeadQuery } from './lists/lead-list.dto.js';
import { LeadListService } from './lists/lead-list.service.js';
import { ReportService } from './reports/report.service.js';
import { LeadService } from './lead.service.js';
import { OneLeadController } from './one-lead.controller.js';

/** Leads as the capture screens see them. */
@ApiTags('Lead capture')
@Controller('api/lead-capture')
export class CapturedLeadController extends OneLeadController {
  constructor(
    leads: LeadService,
    private readonly lists: LeadListService,
    private readonly reports: ReportService,
  ) {
    super(leads);
  }

  /** Lists your leads by form, campaign or status, newest first. */
  @Get('leads')
  @Lists(Lead, 'counted')
  list(@CurrentUser() caller: Caller, @Query() query: CapturedLeadQuery): Promise<ListedJson> {
    return this.lists.list(caller.id, query);
  }

  /** Adds up your leads by status, campaign and form. */
  @Get('stats')
  stats(@CurrentUser() caller: Caller, @Query() { campaign_id }: LeadStatsQuery): Promise<LeadStats> {
    return this.reports.stats(caller.id, campaign_id);
  }
}
