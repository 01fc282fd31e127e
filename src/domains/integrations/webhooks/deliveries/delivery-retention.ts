import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Settings } from '#platform/config/settings';
import { Retention } from '#platform/retention/retention';
import { DeliveryRepository } from './delivery.repository.js';

const DAY_MS = 86_400_000;

/** How long deliveries are kept. What they add up to by day stays. */
@Injectable()
export class DeliveryRetention implements OnModuleInit {
  constructor(
    private readonly retention: Retention,
    private readonly deliveries: DeliveryRepository,
    private readonly settings: Settings,
  ) {}

  onModuleInit(): void {
    this.retention.add({
      what: 'webhook_deliveries',
      keptMs: this.settings.WEBHOOK_RETENTION_DAYS * DAY_MS,
      forget: (before, atMost) => this.deliveries.forget(before, atMost),
    });
  }
}
