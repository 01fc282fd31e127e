import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { WhenClientGone } from '#platform/http/client-gone.decorator';
import { RateClass } from '#platform/http/rate-limit.guard';
import { LeadQualification, QualificationHistory, QualifyLead } from './judgement.dto.js';
import { JudgementService } from './judgement.service.js';

@ApiTags('Lead qualification')
@Controller('api/leads')
export class JudgementController {
  constructor(private readonly judgements: JudgementService) {}

  /** Judges a lead by your rubric: rules first, then a model where they leave it open, each verdict with what it stands on. */
  @Post(':leadId/qualify')
  @HttpCode(200)
  @RateClass('generation')
  qualify(
    @CurrentUser() caller: Caller,
    @Param('leadId') leadId: string,
    @Body() wanted: QualifyLead,
    @WhenClientGone() gone: AbortSignal,
  ): Promise<LeadQualification> {
    return this.judgements.qualify(caller.id, leadId, wanted, gone);
  }

  /** Tells what was judged of a lead last, and before that. */
  @Get(':leadId/qualification')
  history(@CurrentUser() caller: Caller, @Param('leadId') leadId: string): Promise<QualificationHistory> {
    return this.judgements.history(caller.id, leadId);
  }
}
