import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { Listed } from '#platform/http/listed';
import { Lists } from '#platform/http/lists.decorator';
import { TimelineQuery } from '../timeline/timeline.dto.js';
import { LeadConsent, RecordConsent } from './consent.dto.js';
import { ConsentService } from './consent.service.js';

@ApiTags('Leads')
@Controller('api/leads/:leadId/consents')
export class ConsentController {
  constructor(private readonly consents: ConsentService) {}

  /** Lists what a lead has agreed to and withdrawn, newest first, with the proofs. */
  @Get()
  @Lists(LeadConsent)
  async list(
    @CurrentUser() caller: Caller,
    @Param('leadId') leadId: string,
    @Query() query: TimelineQuery,
  ): Promise<Listed<LeadConsent>> {
    const { items, nextCursor } = await this.consents.list(caller.id, leadId, query);
    return new Listed(items, nextCursor);
  }

  /**
   * Keeps a decision with its proof. The purpose `email` decides whether the lead is written to; an address that was
   * suppressed stays so until the suppression is lifted.
   */
  @Post()
  @HttpCode(201)
  record(
    @CurrentUser() caller: Caller,
    @Param('leadId') leadId: string,
    @Body() proof: RecordConsent,
  ): Promise<LeadConsent> {
    return this.consents.record(caller.id, leadId, proof);
  }
}
