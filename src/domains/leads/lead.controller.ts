import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { Answers } from '#platform/http/answers.decorator';
import { Lists } from '#platform/http/lists.decorator';
import type { ListedJson } from '#platform/http/listed';
import { Lead, LeadDeleted, LeadOverview } from './lead.answers.dto.js';
import { CreateLead, LeadExportQuery, LeadQuery, LeadSearchQuery } from './lead.dto.js';
import { ExportService } from './reports/export.service.js';
import { ReportService } from './reports/report.service.js';
import { LeadService } from './lead.service.js';
import { OneLeadController } from './one-lead.controller.js';

@ApiTags('Leads')
@Controller('api')
export class LeadController extends OneLeadController {
  constructor(
    leads: LeadService,
    private readonly reports: ReportService,
    private readonly exports: ExportService,
  ) {
    super(leads);
  }

  /** Lists your leads, newest first. */
  @Get('leads')
  @Lists(Lead)
  list(@CurrentUser() caller: Caller, @Query() query: LeadQuery): Promise<ListedJson> {
    const { status, source, min_score, ...page } = query;
    return this.leads.list(caller.id, { status, source, minScore: min_score }, page);
  }

  /** Finds leads by a part of their name, address, company, title or industry. */
  @Get('leads/search')
  @Lists(Lead)
  search(@Query() query: LeadSearchQuery): Promise<ListedJson> {
    return this.leads.search(query);
  }

  /** Counts your leads and how many were qualified. */
  @Get('leads/analytics/overview')
  overview(@CurrentUser() caller: Caller): Promise<LeadOverview> {
    return this.reports.overview(caller.id);
  }

  /** Downloads all your leads as CSV or JSON. */
  @Get('leads/export')
  @Answers('stream')
  @ApiProduces('text/csv', 'application/json')
  async export(
    @CurrentUser() caller: Caller,
    @Query() { format }: LeadExportQuery,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const file = this.exports.file(caller.id, format);
    await reply
      .header('content-type', file.mediaType)
      .header('content-disposition', `attachment; filename="${file.name}"`)
      .header('cache-control', 'no-store')
      .send(file.content);
  }

  /** Adds a lead; an address you already have is refused. */
  @Post('leads')
  @HttpCode(201)
  create(@CurrentUser() caller: Caller, @Body() lead: CreateLead): Promise<Lead> {
    return this.leads.create(caller.id, lead);
  }

  /** Deletes a lead for good. */
  @Delete('leads/:leadId')
  async remove(@CurrentUser() caller: Caller, @Param('leadId') leadId: string): Promise<LeadDeleted> {
    await this.leads.remove(caller.id, leadId);
    return { deleted: true };
  }
}
