import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '#platform/database/database';
import { deleteOldest } from '#platform/database/delete-oldest';
import type { Visitor } from '#platform/http/visitor';

/** A key that changes its address with every request would fill the record. */
const PLACES_AT_MOST = 200;

/** A key that has come from an address of which this process knew nothing. */
export interface KeyArrival {
  readonly id: string;
  readonly ip: string;
  readonly agent: string | null;
}

/** What was done with API keys. Rows are added with the commit of what they tell of and never change until they are old. */
@Injectable()
export class KeyEventRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('api_key_events', 'api_keys');
  }

  async record(
    ownerId: string,
    key: { id: string; name: string },
    event: 'created' | 'rotated' | 'revoked',
    visitor: Visitor,
  ): Promise<void> {
    await this.tables
      .insertInto('api_key_events')
      .values({
        user_id: ownerId,
        key_id: key.id,
        key_name: key.name,
        event,
        ip_address: visitor.ip,
        user_agent: visitor.userAgent,
      })
      .execute();
  }

  /** Records the first use of each key from each address. */
  async recordArrivals(arrivals: readonly KeyArrival[]): Promise<void> {
    await this.database.asService('auth.api-keys', () =>
      sql`
        insert into api_key_events (user_id, key_id, key_name, event, ip_address, user_agent)
        select key.user_id, key.id, key.name, 'used', came.ip, came.agent
        from jsonb_to_recordset(${JSON.stringify(arrivals)}::jsonb) as came (id uuid, ip inet, agent text)
        join api_keys key on key.id = came.id
        where ${PLACES_AT_MOST} > (
          select count(*) from api_key_events known where known.key_id = came.id and known.event = 'used')
        on conflict do nothing`.execute(this.tables),
    );
  }

  /** Deletes the oldest from before, at most so many; answers how many. */
  forget(before: Date, atMost: number): Promise<number> {
    const rows = { table: 'api_key_events', column: 'created_at' } as const;
    return this.database.asService('platform.retention', () =>
      deleteOldest(this.tables, rows, before, atMost),
    );
  }
}
