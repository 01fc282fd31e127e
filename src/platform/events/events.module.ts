import { Module } from '@nestjs/common';
import { EventFeed } from './event-feed.repository.js';
import { OutboundEvents } from './outbound-events.repository.js';

/** What happens here, told to other systems: a catalogue of events, and the rows that wait to be told. */
@Module({
  providers: [OutboundEvents, EventFeed],
  exports: [OutboundEvents, EventFeed],
})
export class EventsModule {}
