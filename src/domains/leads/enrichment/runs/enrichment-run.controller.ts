import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { Listed } from '#platform/http/listed';
import { Lists } from '#platform/http/lists.decorator';
import { PageQuery } from '#platform/http/page-query';
import { RateClass } from '#platform/http/rate-limit.guard';
import { EnrichLeads } from '../enrichment.dto.js';
import { EnrichmentRun } from './enrichment-run.dto.js';
import { EnrichmentRunService } from './enrichment-run.service.js';

@ApiTags('Lead enrichment')
@Controller('api/leads')
export class EnrichmentRunController {
  constructor(private readonly runs: EnrichmentRunService) {}

  /** Asks others about up to 1,000 leads, or about whoever is in a segment, in the background. */
  @Post('enrich')
  @HttpCode(202)
  @RateClass('generation')
  start(@CurrentUser() caller: Caller, @Body() wanted: EnrichLeads): Promise<EnrichmentRun> {
    return this.runs.start(caller.id, wanted);
  }

  /** Lists the times others were asked about many leads, newest first. */
  @Get('enrichment/runs')
  @Lists(EnrichmentRun)
  async list(@CurrentUser() caller: Caller, @Query() page: PageQuery): Promise<Listed<EnrichmentRun>> {
    const { items, nextCursor } = await this.runs.list(caller.id, page);
    return new Listed(items, nextCursor);
  }

  /** Tells how far a run has come, and what it has cost. */
  @Get('enrichment/runs/:runId')
  get(@CurrentUser() caller: Caller, @Param('runId') runId: string): Promise<EnrichmentRun> {
    return this.runs.get(caller.id, runId);
  }

  /** Stops a run; what has been written so far stays so. */
  @Post('enrichment/runs/:runId/cancel')
  @HttpCode(200)
  cancel(@CurrentUser() caller: Caller, @Param('runId') runId: string): Promise<EnrichmentRun> {
    return this.runs.cancel(caller.id, runId);
  }
}
