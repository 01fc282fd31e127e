import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { Listed } from '#platform/http/listed';
import { Lists } from '#platform/http/lists.decorator';
import { Alert, AlertQuery } from './alert.dto.js';
import { AlertService } from './alert.service.js';

@ApiTags('Schedules')
@Controller('api/campaign-alerts')
export class AlertController {
  constructor(private readonly alerts: AlertService) {}

  /** Lists what monitoring has found of your campaigns, newest first. */
  @Get()
  @Lists(Alert)
  async list(@CurrentUser() caller: Caller, @Query() query: AlertQuery): Promise<Listed<Alert>> {
    const { items, nextCursor } = await this.alerts.list(caller.id, query);
    return new Listed(items, nextCursor);
  }

  /** Notes that you know; what is found again then is a new alert. */
  @Post(':alertId/acknowledge')
  @HttpCode(200)
  acknowledge(@CurrentUser() caller: Caller, @Param('alertId') alertId: string): Promise<Alert> {
    return this.alerts.acknowledge(caller.id, alertId);
  }
}
