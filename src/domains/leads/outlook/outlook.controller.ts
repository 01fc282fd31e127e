import { Controller, Get, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { LeadOutlook } from './outlook.dto.js';
import { OutlookService } from './outlook.service.js';

@ApiTags('Leads')
@Controller('api/leads')
export class OutlookController {
  constructor(private readonly outlooks: OutlookService) {}

  /** Tells how likely a lead is to become a customer and how lively it is, by what your own leads did, and why. */
  @Get(':leadId/outlook')
  of(@CurrentUser() caller: Caller, @Param('leadId') leadId: string): Promise<LeadOutlook> {
    return this.outlooks.of(caller.id, leadId);
  }
}
