import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { AlsoFails } from '#platform/http/also-fails.decorator';
import { Usage, UsageQuery } from './usage.dto.js';
import { UsageService } from './usage.service.js';

@ApiTags('AI')
@Controller('api/ai/usage')
export class UsageController {
  constructor(private readonly usage: UsageService) {}

  /** Adds up what your calls used and cost, by day, feature or model; at most 366 days, else `ai/usage-days-unfit`. */
  @Get()
  @AlsoFails(422)
  totals(@CurrentUser() caller: Caller, @Query() query: UsageQuery): Promise<Usage> {
    return this.usage.totals(caller.id, query);
  }
}
