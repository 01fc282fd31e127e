import { IsIn, IsUUID } from 'class-validator';
import { MayBeLeftOut } from '#platform/http/may-be-left-out.decorator';
import { IsJsonObject } from '#platform/http/json-object.validator';

/** Something that happened to a message, told by its owner. */
export class TrackedEvent {
  /** The message. */
  @IsUUID()
  email_id!: string;

  /** What happened. */
  @IsIn(['sent', 'delivered', 'opened', 'clicked', 'bounced', 'unsubscribed'])
  event_type!: 'sent' | 'delivered' | 'opened' | 'clicked' | 'bounced' | 'unsubscribed';

  /** `event_id` makes the event count once; `reason`, `url` and `user_agent` are kept. */
  @MayBeLeftOut()
  @IsJsonObject()
  metadata?: Record<string, unknown>;
}

/** The event was kept. */
export class EventTracked {
  tracked!: true;
}
