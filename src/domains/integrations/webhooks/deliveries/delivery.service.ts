import { Injectable } from '@nestjs/common';
import { isUuid, newId } from '#kernel/ids';
import type { Page } from '#kernel/page';
import { instantOf } from '#platform/http/instant.validator';
import { exampleOf } from '../described-events.js';
import { ClaimRepository } from '../dispatch/claim.repository.js';
import { Courier } from '../dispatch/courier.js';
import { Ledger } from '../dispatch/ledger.js';
import { payloadOf } from '../fan-out/payload.js';
import type { Webhook } from '../webhook.dto.js';
import { DeliveryNotFound, DeliveryOpen, EventUnknown, WebhookOff } from '../webhook.errors.js';
import { WebhookService } from '../webhook.service.js';
import type {
  Delivery,
  DeliveryDetail,
  DeliveryQuery,
  RecoverDeliveries,
  RecoveredDeliveries,
  WebhookTest,
} from './delivery.dto.js';
import { DeliveryRepository } from './delivery.repository.js';

const TEST = 'webhook.test';
const RECOVERED_AT_ONCE = 10_000;

/** What webhooks were told: looked at, tried out, and sent once more. */
@Injectable()
export class DeliveryService {
  constructor(
    private readonly webhooks: WebhookService,
    private readonly deliveries: DeliveryRepository,
    private readonly claims: ClaimRepository,
    private readonly courier: Courier,
    private readonly ledger: Ledger,
  ) {}

  async list(ownerId: string, webhookId: string, query: DeliveryQuery): Promise<Page<Delivery>> {
    const { id } = await this.webhooks.get(ownerId, webhookId);
    return this.deliveries.list(ownerId, id, query);
  }

  async get(ownerId: string, webhookId: string, id: string): Promise<DeliveryDetail> {
    const hook = await this.webhooks.get(ownerId, webhookId);
    const { body, ...delivery } = await this.found(ownerId, hook, id);
    const headers = { 'content-type': 'application/json', 'webhook-id': id };
    return { ...delivery, request: { url: hook.url, method: 'POST', headers, body } };
  }

  /** Sends an event for trial, once and at once, also to a webhook that is off. */
  async test(ownerId: string, webhookId: string, event: string = TEST): Promise<WebhookTest> {
    const { id, url } = await this.webhooks.get(ownerId, webhookId);
    const data =
      event === TEST ? JSON.stringify({ message: 'Hello from Marketing Autopilot.' }) : exampleOf(event);
    if (data === undefined) throw new EventUnknown(event);
    const at = new Date().toISOString();
    const body = payloadOf({ type: event, at, webhookId: id, data });
    const begun = { id: newId(), webhookId: id, type: TEST, body, leaseSeconds: this.claims.leaseSeconds };
    await this.deliveries.begin(ownerId, begun);
    const signal = new AbortController().signal;
    const settlement = await this.courier.carry(
      { ...begun, ownerId, url, attempt: 1, tries: 0, isFailing: false },
      signal,
    );
    await this.ledger.keep(settlement);
    const { status, duration_ms, error, response } = settlement.note;
    return {
      webhook_id: id,
      delivery_id: begun.id,
      status: settlement.state === 'delivered' ? 'success' : 'failed',
      response_code: status,
      response_time_ms: duration_ms,
      error,
      response,
      tested_at: at,
    };
  }

  /** The same bytes under the same id, in a new round of attempts. */
  async resend(ownerId: string, webhookId: string, id: string): Promise<Delivery> {
    const hook = await this.active(ownerId, webhookId);
    await this.found(ownerId, hook, id);
    const delivery = await this.deliveries.resend(ownerId, hook.id, id);
    if (!delivery) throw new DeliveryOpen();
    return delivery;
  }

  async recover(
    ownerId: string,
    webhookId: string,
    { since, until, state }: RecoverDeliveries,
  ): Promise<RecoveredDeliveries> {
    const hook = await this.active(ownerId, webhookId);
    const range = {
      since: instantOf(since),
      until: until === undefined ? new Date() : instantOf(until),
      states: state === undefined ? (['failed', 'missed'] as const) : [state],
    };
    const recovered = await this.deliveries.recover(ownerId, hook.id, range, RECOVERED_AT_ONCE);
    return { recovered, more: recovered === RECOVERED_AT_ONCE };
  }

  private async active(ownerId: string, webhookId: string): Promise<Webhook> {
    const hook = await this.webhooks.get(ownerId, webhookId);
    if (!hook.is_active) throw new WebhookOff();
    return hook;
  }

  private async found(ownerId: string, hook: Webhook, id: string) {
    const delivery = isUuid(id) ? await this.deliveries.find(ownerId, hook.id, id) : undefined;
    if (!delivery) throw new DeliveryNotFound(id);
    return delivery;
  }
}
