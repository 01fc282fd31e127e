import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { Condition } from '#platform/clock/look.repository';
import { Database } from '#platform/database/database';

/** Something that has happened and is to be told. */
export interface ToldEvent {
  readonly ownerId: string;
  readonly type: string;
  /** As JSON. */
  readonly data: string;
  /** @example '2026-11-28T11:00:00.123456Z' */
  readonly at: string;
}

/** What has happened for whoever tells it on, and what owners want told. */
@Injectable()
export class EventFeed {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('outbound_events', 'event_listeners');
  }

  waits(): Condition {
    return sql<boolean>`exists (select from outbound_events)`;
  }

  /** Takes the oldest, whoever else is taking: they are gone when the transaction ends, and else are still to be told. */
  take(atMost: number): Promise<ToldEvent[]> {
    return this.database.asService('events.tell', async () => {
      const { rows } = await sql<ToldEvent>`
        with taken as (
          delete from outbound_events where id = any(array(
            select id from outbound_events order by id limit ${sql.lit(atMost)} for update skip locked))
          returning id, user_id, type, data, at
        )
        select user_id as "ownerId", type, data::text as data,
          to_char(at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at
        from taken order by id`.execute(this.tables);
      return rows;
    });
  }

  /** From now on these patterns, and no others, are told for the listener, in the caller's transaction. */
  async listen(ownerId: string, listenerId: string, patterns: readonly string[]): Promise<void> {
    await this.forget(ownerId, listenerId);
    if (patterns.length === 0) return;
    await sql`
      insert into event_listeners (listener_id, user_id, pattern)
      select ${listenerId}::uuid, ${ownerId}::uuid, pattern from unnest(${[...patterns]}::text[]) as pattern
      on conflict do nothing`.execute(this.tables);
  }

  async forget(ownerId: string, listenerId: string): Promise<void> {
    await this.tables
      .deleteFrom('event_listeners')
      .where('user_id', '=', ownerId)
      .where('listener_id', '=', listenerId)
      .execute();
  }
}
