import { Module } from '@nestjs/common';
import { ChannelsModule } from '#platform/channels/channels.module';
import { ClockModule } from '#platform/clock/clock.module';
import { EventsModule } from '#platform/events/events.module';
import { JobsModule } from '#platform/jobs/jobs.module';
import { RetentionModule } from '#platform/retention/retention.module';
import { SecretsModule } from '#platform/secrets/secrets.module';
import { WebModule } from '#platform/web/web.module';
import { DeliveryController } from './deliveries/delivery.controller.js';
import { DeliveryRetention } from './deliveries/delivery-retention.js';
import { DeliveryRepository } from './deliveries/delivery.repository.js';
import { DeliveryService } from './deliveries/delivery.service.js';
import { StatisticsService } from './deliveries/statistics.service.js';
import { Destinations } from './wish/destinations.js';
import { ClaimRepository } from './dispatch/claim.repository.js';
import { Courier } from './dispatch/courier.js';
import { DeliverWebhooksHandler } from './dispatch/deliver-webhooks.handler.js';
import { FanOut } from './fan-out/fan-out.js';
import { FanOutRepository } from './fan-out/fan-out.repository.js';
import { Keyring } from './keys/keyring.js';
import { Ledger } from './dispatch/ledger.js';
import { SettleRepository } from './dispatch/settle.repository.js';
import { TellHookOwnerHandler } from './notice/tell-hook-owner.handler.js';
import { WebhookClock } from './dispatch/webhook.clock.js';
import { EmailWebhookController } from './email-webhook.controller.js';
import { HookSwitch } from './notice/hook-switch.js';
import { WebhookController } from './webhook.controller.js';
import { WebhookRepository } from './webhook.repository.js';
import { WebhookService } from './webhook.service.js';

const DISPATCH = [
  FanOut,
  FanOutRepository,
  ClaimRepository,
  Courier,
  Keyring,
  Ledger,
  SettleRepository,
  DeliverWebhooksHandler,
  TellHookOwnerHandler,
  WebhookClock,
];

/** Servers of owners that are told what happens: signed, tried for days, written down. */
@Module({
  imports: [ChannelsModule, ClockModule, EventsModule, JobsModule, RetentionModule, SecretsModule, WebModule],
  controllers: [WebhookController, DeliveryController, EmailWebhookController],
  providers: [
    WebhookRepository,
    WebhookService,
    Destinations,
    HookSwitch,
    ...DISPATCH,
    DeliveryRepository,
    DeliveryService,
    StatisticsService,
    DeliveryRetention,
  ],
})
export class WebhooksModule {}
