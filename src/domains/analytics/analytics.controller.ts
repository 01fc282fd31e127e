import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { Listed } from '#platform/http/listed';
import { Lists } from '#platform/http/lists.decorator';
import { Insight, Report, ReportSummary } from './analytics.answers.dto.js';
import { InsightQuery, ReportQuery } from './analytics.dto.js';
import { InsightService } from './insights/insight.service.js';
import { AnalyticsReports } from './reports/report.service.js';

@ApiTags('Analytics')
@Controller('api/analytics')
export class AnalyticsController {
  constructor(
    private readonly insightsOf: InsightService,
    private readonly reportsOf: AnalyticsReports,
  ) {}

  /** Lists what was noticed in your figures, newest first. */
  @Get('insights')
  @Lists(Insight)
  async insights(@CurrentUser() caller: Caller, @Query() query: InsightQuery): Promise<Listed<Insight>> {
    const { items, nextCursor } = await this.insightsOf.list(caller.id, query);
    return new Listed(items, nextCursor);
  }

  /** Lists your reports, newest first, without what they say. */
  @Get('reports')
  @Lists(ReportSummary)
  async reports(@CurrentUser() caller: Caller, @Query() query: ReportQuery): Promise<Listed<ReportSummary>> {
    const { items, nextCursor } = await this.reportsOf.list(caller.id, query);
    return new Listed(items, nextCursor);
  }

  /** Reads one report as it was when it was made. */
  @Get('reports/:reportId')
  report(@CurrentUser() caller: Caller, @Param('reportId') reportId: string): Promise<Report> {
    return this.reportsOf.get(caller.id, reportId);
  }
}
