import { Injectable } from '@nestjs/common';
import { type RawBuilder, sql } from 'kysely';
import { Database } from '#platform/database/database';
import { type EventData, type EventName, patternsOf } from './catalogue/event-catalogue.js';

/** Tells other systems what has happened: in the transaction that makes it true, and only where somebody listens. */
@Injectable()
export class OutboundEvents {
  constructor(private readonly database: Database) {}

  /** One statement, however many have happened; where the owner has no listener it writes nothing. */
  tell<Name extends EventName>(name: Name, ownerId: string, data: readonly EventData<Name>[]): Promise<void> {
    return this.tellEach(name, [ownerId], data);
  }

  /** The same to several who may hear it; whoever calls may write rows of theirs. */
  async tellEach<Name extends EventName>(
    name: Name,
    ownerIds: readonly string[],
    data: readonly EventData<Name>[],
  ): Promise<void> {
    if (data.length === 0 || ownerIds.length === 0) return;
    const happened = sql`
      select owner.id as user_id, given.data
      from jsonb_array_elements(${JSON.stringify(data)}::jsonb) with ordinality as given (data, at)
      cross join unnest(${[...ownerIds]}::uuid[]) as owner (id) order by given.at`;
    await tellingSql(name, happened).execute(this.database.tables('outbound_events'));
  }
}

/**
 * The same as part of a statement of the caller's, for what may happen thousands of times a minute: `happened` selects the
 * columns user_id and data.
 */
export function tellingSql(name: EventName, happened: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`
    insert into outbound_events (user_id, type, data)
    select happened.user_id, ${sql.lit(name)}, happened.data from (${happened}) as happened
    where exists (
      select from event_listeners listener
      where listener.pattern in (${sql.join(patternsOf(name).map((pattern) => sql.lit(pattern)))})
        and listener.user_id = happened.user_id
    )`;
}
