import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { Listed } from '#platform/http/listed';
import { Lists } from '#platform/http/lists.decorator';
import {
  Delivery,
  DeliveryDetail,
  DeliveryQuery,
  RecoverDeliveries,
  RecoveredDeliveries,
  StatisticsQuery,
  TestWebhook,
  WebhookStatistics,
  WebhookTest,
} from './delivery.dto.js';
import { DeliveryService } from './delivery.service.js';
import { StatisticsService } from './statistics.service.js';

/** What your webhooks were told. */
@ApiTags('Webhooks')
@Controller('api/integrations/webhooks/:webhookId')
export class DeliveryController {
  constructor(
    private readonly deliveries: DeliveryService,
    private readonly statistics: StatisticsService,
  ) {}

  /** Sends an event for trial, really signed, once and at once; also to a webhook that is off. */
  @Post('test')
  @HttpCode(200)
  test(
    @CurrentUser() caller: Caller,
    @Param('webhookId') webhookId: string,
    @Body() { event }: TestWebhook,
  ): Promise<WebhookTest> {
    return this.deliveries.test(caller.id, webhookId, event);
  }

  /** Lists deliveries of the last 30 days, newest first. */
  @Get('deliveries')
  @Lists(Delivery)
  async list(
    @CurrentUser() caller: Caller,
    @Param('webhookId') webhookId: string,
    @Query() query: DeliveryQuery,
  ): Promise<Listed<Delivery>> {
    const { items, nextCursor } = await this.deliveries.list(caller.id, webhookId, query);
    return new Listed(items, nextCursor);
  }

  /** Reads one delivery: what was sent, and what came of each attempt. */
  @Get('deliveries/:deliveryId')
  get(
    @CurrentUser() caller: Caller,
    @Param('webhookId') webhookId: string,
    @Param('deliveryId') deliveryId: string,
  ): Promise<DeliveryDetail> {
    return this.deliveries.get(caller.id, webhookId, deliveryId);
  }

  /** Sends a delivery that has ended once more: the same bytes under the same id. */
  @Post('deliveries/:deliveryId/resend')
  @HttpCode(202)
  resend(
    @CurrentUser() caller: Caller,
    @Param('webhookId') webhookId: string,
    @Param('deliveryId') deliveryId: string,
  ): Promise<Delivery> {
    return this.deliveries.resend(caller.id, webhookId, deliveryId);
  }

  /** Sends once more what failed or was missed in a time; at most 10,000 at once. */
  @Post('recover')
  @HttpCode(202)
  recover(
    @CurrentUser() caller: Caller,
    @Param('webhookId') webhookId: string,
    @Body() range: RecoverDeliveries,
  ): Promise<RecoveredDeliveries> {
    return this.deliveries.recover(caller.id, webhookId, range);
  }

  /** Tells by day what became of what the webhook was told. */
  @Get('statistics')
  figures(
    @CurrentUser() caller: Caller,
    @Param('webhookId') webhookId: string,
    @Query() { days }: StatisticsQuery,
  ): Promise<WebhookStatistics> {
    return this.statistics.of(caller.id, webhookId, days);
  }
}
