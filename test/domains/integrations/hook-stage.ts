import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { DeliverWebhooksHandler } from '#domains/integrations/webhooks/dispatch/deliver-webhooks.handler';
import type { DeliveryDetail } from '#domains/integrations/webhooks/deliveries/delivery.dto';
import { Database } from '#platform/database/database';
import { type EventData, type EventName, EVENTS } from '#platform/events/catalogue/event-catalogue';
import { OutboundEvents } from '#platform/events/outbound-events.repository';
import type { TestApp } from '../../support/app.js';
import type { TestClient } from '../../support/client.js';
import { Site } from '../../support/site.js';

/** What was told of an event. */
export type Told = Record<string, unknown>;

export const HOOKS = '/api/integrations/webhooks';
export const LEAD_SCORED = {
  lead_id: crypto.randomUUID(),
  email: 'ada@example.com',
  score: 75,
  former_score: 40,
};

interface Arrival {
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: string;
}

/** Somebody's server that is told, at an address of this machine. */
export class Receiver {
  readonly arrivals: Arrival[] = [];

  private constructor(readonly site: Site) {}

  static async start(
    answer: (response: ServerResponse, arrival: Arrival) => void = (response) => response.end('thanks'),
    address = '127.0.0.2',
  ): Promise<Receiver> {
    const receiver: Receiver = new Receiver(
      await Site.start((request, response) => {
        void text(request).then((body) => {
          const arrival = { path: request.url ?? '', headers: plain(request.headers), body };
          receiver.arrivals.push(arrival);
          answer(response, arrival);
        });
      }, address),
    );
    return receiver;
  }

  get url(): string {
    return `${this.site.url}/hook`;
  }

  /** What has come for a webhook. */
  of(webhookId: string): Arrival[] {
    return this.arrivals.filter(({ body }) => JSON.parse(body).webhook_id === webhookId);
  }

  close(): Promise<void> {
    return this.site.close();
  }
}

const plain = (headers: IncomingHttpHeaders) => headers as Record<string, string>;

/** One owner's webhook. */
export class TestHook {
  private constructor(
    private readonly app: TestApp,
    readonly owner: { id: string; client: TestClient },
    readonly id: string,
    readonly secret: string,
  ) {}

  static async make(
    app: TestApp,
    url: string,
    wanted: object = {},
    owner?: { id: string; client: TestClient },
  ): Promise<TestHook> {
    const user = owner ?? (await app.newUser());
    const made = await user.client.post(HOOKS, { name: 'Hook', url, events: ['*'], ...wanted });
    if (made.status !== 201) throw new Error(made.text);
    return new TestHook(app, user, made.body.data.id, made.body.data.secret_token);
  }

  get path(): string {
    return `${HOOKS}/${this.id}`;
  }

  tell<Name extends EventName>(name: Name, ...data: EventData<Name>[]): Promise<void> {
    return this.app
      .get(Database)
      .as(this.owner.id, () => this.app.get(OutboundEvents).tell(name, this.owner.id, data));
  }

  get = async (rest = '') => (await this.owner.client.get(this.path + rest)).body.data;
  post = (rest: string, body: object = {}) => this.owner.client.post(this.path + rest, body);

  /** Its deliveries, newest first. */
  deliveries = (query = '') => this.get(`/deliveries${query}`);

  /** The only one. */
  async delivery(): Promise<DeliveryDetail> {
    const [only, ...others] = await this.deliveries();
    if (!only || others.length > 0)
      throw new Error(`There are ${others.length + (only ? 1 : 0)} deliveries.`);
    return this.get(`/deliveries/${only.id}`);
  }

  /** Lets the times come that deliveries wait for. */
  async letTimePass(): Promise<void> {
    await this.app.sql(
      `update webhook_deliveries set due_at = now() where webhook_id = $1 and state = 'waiting'`,
      [this.id],
    );
  }
}

/** Tells all that is to be told now. */
export async function tellAll(app: TestApp): Promise<void> {
  const run = { id: crypto.randomUUID(), attempt: 1, signal: new AbortController().signal };
  await app.get(DeliverWebhooksHandler).handle({ askedBy: 'clock' }, run);
}

/** What is kept to be told of an owner, by the name of the event; each is what the catalogue says. */
export async function toldOf(app: TestApp, ownerId: string): Promise<Record<string, Told[]>> {
  const rows = await app.sql<{ type: string; data: Told }>(
    'select type, data from outbound_events where user_id = $1 order by id',
    [ownerId],
  );
  const told: Record<string, Told[]> = {};
  for (const { type, data } of rows) {
    EVENTS.get(type)!.data.parse(data);
    (told[type] ??= []).push(data);
  }
  return told;
}
