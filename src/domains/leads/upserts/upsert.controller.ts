import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { UpsertedLead, UpsertedLeads, UpsertMany, UpsertOne } from './upsert.dto.js';
import { UpsertService } from './upsert.service.js';

@ApiTags('Leads')
@Controller('api/leads')
export class UpsertController {
  constructor(private readonly upserts: UpsertService) {}

  /** Makes a lead, or brings what is said together with the one that has the same external id or address. */
  @Post('upsert')
  @HttpCode(200)
  one(@CurrentUser() caller: Caller, @Body() wanted: UpsertOne): Promise<UpsertedLead> {
    return this.upserts.one(caller.id, wanted);
  }

  /** The same for up to 1,000 leads, with what became of each; what is wrong with one keeps no other out. */
  @Post('batch')
  @HttpCode(200)
  many(@CurrentUser() caller: Caller, @Body() wanted: UpsertMany): Promise<UpsertedLeads> {
    return this.upserts.many(caller.id, wanted);
  }
}
