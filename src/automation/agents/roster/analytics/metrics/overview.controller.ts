import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { Overview, OverviewQuery } from './overview.dto.js';
import { OverviewService } from './overview.service.js';

@ApiTags('Analytics')
@Controller('api/analytics')
export class OverviewController {
  constructor(private readonly overviews: OverviewService) {}

  /** Shows your figures of the last days and what was noticed in them. */
  @Get('overview')
  overview(@CurrentUser() caller: Caller, @Query() { period }: OverviewQuery): Promise<Overview> {
    return this.overviews.of(caller.id, period);
  }
}
