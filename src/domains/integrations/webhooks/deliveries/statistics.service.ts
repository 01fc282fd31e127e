import { Injectable } from '@nestjs/common';
import { WebhookService } from '../webhook.service.js';
import type { WebhookDay, WebhookStatistics } from './delivery.dto.js';
import { DeliveryRepository } from './delivery.repository.js';

/** What became of what a webhook was told, in numbers. */
@Injectable()
export class StatisticsService {
  constructor(
    private readonly webhooks: WebhookService,
    private readonly deliveries: DeliveryRepository,
  ) {}

  async of(ownerId: string, webhookId: string, days: number): Promise<WebhookStatistics> {
    const { id } = await this.webhooks.get(ownerId, webhookId);
    const [kept, open] = await Promise.all([
      this.deliveries.days(ownerId, id, days),
      this.deliveries.open(ownerId, id),
    ]);
    const sum = (name: Exclude<keyof WebhookDay, 'day'> | 'ms') =>
      kept.reduce((all, day) => all + day[name], 0);
    const [attempts, delivered] = [sum('attempts'), sum('delivered')];
    return {
      webhook_id: id,
      days: kept.map(({ ms: _ms, ...day }) => day),
      attempts,
      delivered,
      failed_attempts: sum('failed_attempts'),
      given_up: sum('given_up'),
      success_rate: attempts === 0 ? null : delivered / attempts,
      average_ms: attempts === 0 ? null : Math.round(sum('ms') / attempts),
      ...open,
    };
  }
}
