import { Controller, Get, Param, Query, StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import { CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { csvOf } from './figures.js';
import { FiguresQuery, PerformanceReport } from './figures.dto.js';
import { CampaignFigures } from './figures.service.js';

@ApiTags('Campaigns')
@Controller('api/campaigns/:campaignId/performance')
export class FiguresController {
  constructor(private readonly figures: CampaignFigures) {}

  /** Shows what a campaign and its runs have reached and cost: in total, day by day, and as it was recorded. */
  @Get()
  @ApiProduces('application/json', 'text/csv')
  @ApiOkResponse({ type: PerformanceReport })
  async performance(
    @CurrentUser() caller: Caller,
    @Param('campaignId') campaignId: string,
    @Query() { range, format }: FiguresQuery,
  ): Promise<PerformanceReport | StreamableFile> {
    const report = await this.figures.report(caller.id, campaignId, range);
    if (format === 'json') return report;
    return new StreamableFile(Buffer.from(csvOf(report.series)), {
      type: 'text/csv; charset=utf-8',
      disposition: `attachment; filename="campaign-${report.campaign_id}-${range}.csv"`,
    });
  }
}
