import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { WhenClientGone } from '#platform/http/client-gone.decorator';
import { Listed } from '#platform/http/listed';
import { Lists } from '#platform/http/lists.decorator';
import { RateClass } from '#platform/http/rate-limit.guard';
import { TimelineQuery } from '../timeline/timeline.dto.js';
import { EnrichLead, KeptEnrichment, LeadEnrichment, ProviderInfo } from './enrichment.dto.js';
import { EnrichmentService } from './enrichment.service.js';

@ApiTags('Lead enrichment')
@Controller('api/leads')
export class EnrichmentController {
  constructor(private readonly enrichment: EnrichmentService) {}

  /** Tells who can be asked about leads, what they know, what asking costs, and which setting is missing. */
  @Get('enrichment/providers')
  providers(@CurrentUser() caller: Caller): Promise<ProviderInfo[]> {
    return this.enrichment.list(caller.id);
  }

  /** Asks others about a lead, and writes what they say where nobody else has said something. */
  @Post(':leadId/enrich')
  @HttpCode(200)
  @RateClass('generation')
  enrich(
    @CurrentUser() caller: Caller,
    @Param('leadId') leadId: string,
    @Body() asked: EnrichLead,
    @WhenClientGone() gone: AbortSignal,
  ): Promise<LeadEnrichment> {
    return this.enrichment.enrich(caller.id, leadId, asked, gone);
  }

  /** Lists what others have said of a lead, newest first. */
  @Get(':leadId/enrichments')
  @Lists(KeptEnrichment)
  async said(
    @CurrentUser() caller: Caller,
    @Param('leadId') leadId: string,
    @Query() query: TimelineQuery,
  ): Promise<Listed<KeptEnrichment>> {
    const { items, nextCursor } = await this.enrichment.said(caller.id, leadId, query);
    return new Listed(items, nextCursor);
  }
}
