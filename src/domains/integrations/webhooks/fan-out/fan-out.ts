import { Injectable } from '@nestjs/common';
import { newId } from '#kernel/ids';
import { Database } from '#platform/database/database';
import { EventFeed, type ToldEvent } from '#platform/events/event-feed.repository';
import { wants } from '../wish/event-filter.js';
import { FanOutRepository, type ListeningHook, type NewDelivery } from './fan-out.repository.js';
import { payloadOf } from './payload.js';

const EVENTS_AT_ONCE = 1_000;

/** Makes deliveries of events. They are taken and written in one transaction: none is lost, and none told twice. */
@Injectable()
export class FanOut {
  constructor(
    private readonly database: Database,
    private readonly feed: EventFeed,
    private readonly deliveries: FanOutRepository,
  ) {}

  /** Answers how many events were taken. */
  take(): Promise<number> {
    return this.database.transaction(async () => {
      const events = await this.feed.take(EVENTS_AT_ONCE);
      if (events.length === 0) return 0;
      const owners = [...new Set(events.map(({ ownerId }) => ownerId))];
      const hooks = Map.groupBy(await this.deliveries.hooksOf(owners), ({ ownerId }) => ownerId);
      await this.deliveries.add(
        events.flatMap((event) => deliveriesOf(event, hooks.get(event.ownerId) ?? [])),
      );
      return events.length;
    });
  }
}

function deliveriesOf(
  { ownerId, type, data, at }: ToldEvent,
  hooks: readonly ListeningHook[],
): NewDelivery[] {
  return hooks
    .filter((hook) => wants(hook, type, () => JSON.parse(data)))
    .map(({ id: webhookId, isActive }) => ({
      id: newId(),
      webhookId,
      ownerId,
      type,
      body: payloadOf({ type, at, webhookId, data }),
      state: isActive ? 'waiting' : 'missed',
    }));
}
