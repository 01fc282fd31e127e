import { Injectable } from '@nestjs/common';
import { isUuid, newId } from '#kernel/ids';
import { Settings } from '#platform/config/settings';
import { Database } from '#platform/database/database';
import { Secrets } from '#platform/secrets/secrets';
import { MessageNotFound } from '../email.errors.js';
import { isMachine } from '../tracking/visit.js';
import { EndpointRepository } from './endpoint.repository.js';
import { secretOfEndpoint } from './endpoint-secret.js';
import { EndpointNotFound, EventsTooLarge, EventsUnreadable, EventsUnsigned } from './event.errors.js';
import type { TrackedEvent } from './event.dto.js';
import { EventRepository } from './event.repository.js';
import type { EventProvider, MailEvent } from './mail-event.js';
import { eventsIn } from './provider-events.js';
import type { EventDelivery } from './signatures/event-delivery.js';
import { Proofs, type Source } from './signatures/proofs.service.js';

const EVENTS_AT_MOST = 1_000;

/** Of an account of the platform's own. */
interface PlatformSource extends Source {
  readonly key: string;
}

/** Takes what became of mail: from providers by what they sign, and from the owner. */
@Injectable()
export class EventService {
  constructor(
    private readonly database: Database,
    private readonly endpoints: EndpointRepository,
    private readonly events: EventRepository,
    private readonly proofs: Proofs,
    private readonly secrets: Secrets,
    private readonly settings: Settings,
  ) {}

  /** Keeps the events that are new; answers how many. What came before changes nothing. */
  async take(provider: string, key: string, delivery: EventDelivery): Promise<number> {
    const ours = this.settings.MAIL_EVENTS.find((one) => one.key === key && one.provider === provider);
    if (ours) return this.takeForAll(ours as PlatformSource, delivery);
    const endpoint = /^[\w-]{32}$/.test(key) ? await this.endpoints.receiving(key) : undefined;
    if (!endpoint || endpoint.provider !== provider) throw new EndpointNotFound();
    const { id, ownerId, addresses, topic } = endpoint;
    return this.database.as(ownerId, async () => {
      const secret = (await this.secrets.read(ownerId, secretOfEndpoint(id))) ?? '';
      const source = { provider: endpoint.provider, secret, addresses, topic };
      const proven = await this.proofs.of(source, delivery);
      if (!proven) throw new EventsUnsigned();
      return this.database.transaction(async () => {
        if (proven.newTopic !== null) await this.endpoints.bind(ownerId, id, proven.newTopic);
        if (proven.token !== null && !(await this.endpoints.spend(ownerId, id, proven.token))) return 0;
        const events = readable(endpoint.provider, proven.body);
        if (events.length === 0) return 0;
        const taken = await this.events.record(ownerId, provider, events);
        if (taken > 0) await this.endpoints.count(ownerId, id, taken);
        return taken;
      });
    });
  }

  /** What the owner says of a message of theirs. */
  async track(ownerId: string, { email_id, event_type, metadata = {} }: TrackedEvent): Promise<void> {
    if (!isUuid(email_id) || !(await this.events.has(ownerId, email_id))) throw new MessageNotFound(email_id);
    const { event_id, reason, url, user_agent } = metadata;
    const event: MailEvent = {
      id: typeof event_id === 'string' ? event_id.slice(0, 200) : newId(),
      kind: event_type,
      messageId: email_id.toLowerCase(),
      providerId: null,
      email: null,
      at: new Date().toISOString(),
      reason: typeof reason === 'string' ? reason.slice(0, 500) : null,
      link: typeof url === 'string' ? url.slice(0, 2_000) : null,
      userAgent: typeof user_agent === 'string' ? user_agent.slice(0, 300) : null,
      isMachine: typeof user_agent === 'string' && isMachine(user_agent),
    };
    await this.events.record(ownerId, 'api', [event]);
  }

  /** From a provider whose account is the platform's own: each event goes to whoever has sent the message. */
  private async takeForAll(source: PlatformSource, delivery: EventDelivery): Promise<number> {
    const proven = await this.proofs.of(source, delivery);
    if (!proven) throw new EventsUnsigned();
    return this.database.transaction(async () => {
      if (proven.token !== null && !(await this.endpoints.spendOfPlatform(source.key, proven.token)))
        return 0;
      return this.settle(source.provider, readable(source.provider, proven.body));
    });
  }

  /** Keeps the events that are new, each for whoever has sent the message; answers how many. What is about no message is left out. */
  async settle(provider: string, events: readonly MailEvent[]): Promise<number> {
    if (events.length === 0) return 0;
    const owners = await this.events.ownersOf(events);
    const byOwner = Map.groupBy(events, ({ messageId, providerId }) =>
      owners.get(messageId ?? providerId ?? ''),
    );
    let taken = 0;
    for (const [ownerId, theirs] of byOwner)
      if (ownerId !== undefined)
        taken += await this.database.as(ownerId, () => this.events.record(ownerId, provider, theirs));
    return taken;
  }
}

function readable(provider: EventProvider, body: unknown): MailEvent[] {
  if (typeof body !== 'object' || body === null) throw new EventsUnreadable();
  const events = eventsIn(provider, body);
  if (events.length > EVENTS_AT_MOST) throw new EventsTooLarge(EVENTS_AT_MOST);
  return events;
}
