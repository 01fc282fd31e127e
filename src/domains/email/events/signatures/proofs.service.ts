import { Injectable } from '@nestjs/common';
import type { EventProvider } from '../mail-event.js';
import type { EventDelivery } from './event-delivery.js';
import { provenBy } from './proofs.js';
import { Sns } from './sns.js';

/** Who an endpoint takes events from, and by what it knows them. */
export interface Source {
  readonly provider: EventProvider;
  readonly secret: string;
  /** Addresses or networks it may come from; empty for all. */
  readonly addresses: readonly string[];
  /** SES: the topic; null until one is confirmed. */
  readonly topic: string | null;
}

/** What is proven to come from a provider. */
export interface ProvenEvents {
  /** What the events stand in. */
  readonly body: unknown;
  /** Good once: what it came with is not signed. */
  readonly token: string | null;
  /** A topic whose subscription was confirmed now. */
  readonly newTopic: string | null;
}

const NOTHING = {};

/** Holds what came to an endpoint against what its provider signs with. */
@Injectable()
export class Proofs {
  constructor(private readonly sns: Sns) {}

  /** Undefined when it is not proven. */
  async of(source: Source, delivery: EventDelivery): Promise<ProvenEvents | undefined> {
    const { provider, secret, addresses: networks, topic } = source;
    if (provider === 'ses') return this.bySns(topic, delivery.body);
    const proven = provenBy(provider, { secret, networks }, delivery);
    return proven && { body: delivery.body, token: proven.token, newTopic: null };
  }

  /** A subscription is confirmed by following its link; events come from the topic that was. */
  private async bySns(topic: string | null, body: unknown): Promise<ProvenEvents | undefined> {
    const message = await this.sns.read(body);
    if (!message || (topic !== null && topic !== message.topic)) return undefined;
    if (message.type === 'SubscriptionConfirmation')
      return (await this.sns.confirm(message))
        ? { body: NOTHING, token: null, newTopic: message.topic }
        : undefined;
    // Without a topic of its own nobody has subscribed this endpoint, and anybody with an account could write to it.
    if (message.type !== 'Notification' || topic === null) return undefined;
    return { body: parsed(message.message), token: null, newTopic: null };
  }
}

/** SNS also tells that a topic was set up, in words. */
function parsed(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : NOTHING;
  } catch {
    return NOTHING;
  }
}
