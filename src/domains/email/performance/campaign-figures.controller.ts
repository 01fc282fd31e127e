import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { Listed } from '#platform/http/listed';
import { Lists } from '#platform/http/lists.decorator';
import { PageQuery } from '#platform/http/page-query';
import {
  CampaignMetrics,
  CampaignMetricsQuery,
  EmailAnalytics,
  EmailAnalyticsQuery,
  EmailCampaign,
} from './campaign-figures.dto.js';
import { CampaignFigures } from './campaign-figures.service.js';

@ApiTags('E-mail')
@Controller('api/email')
export class CampaignFiguresController {
  constructor(private readonly figures: CampaignFigures) {}

  /** Lists what your campaigns have sent by mail, with totals, newest first. */
  @Get('campaigns')
  @Lists(EmailCampaign)
  async list(@CurrentUser() caller: Caller, @Query() query: PageQuery): Promise<Listed<EmailCampaign>> {
    const { items, nextCursor } = await this.figures.list(caller.id, query);
    return new Listed(items, nextCursor);
  }

  /** Tells how the mail of a campaign was received, beside what you have sent before. */
  @Get('campaigns/:campaignId/metrics')
  metrics(
    @CurrentUser() caller: Caller,
    @Param('campaignId') campaignId: string,
    @Query() { time_range }: CampaignMetricsQuery,
  ): Promise<CampaignMetrics> {
    return this.figures.metrics(caller.id, campaignId, time_range);
  }

  /** Tells how all your mail was received. */
  @Get('analytics')
  analytics(
    @CurrentUser() caller: Caller,
    @Query() { time_range }: EmailAnalyticsQuery,
  ): Promise<EmailAnalytics> {
    return this.figures.analytics(caller.id, time_range);
  }
}
