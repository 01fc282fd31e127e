import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '#platform/database/database';
import type { EventWish } from '../wish/event-filter.js';

/** A webhook that is told of events, or would be if it had not been turned off by failures. */
export interface ListeningHook extends EventWish {
  readonly id: string;
  readonly ownerId: string;
  readonly isActive: boolean;
}

export interface NewDelivery {
  readonly id: string;
  readonly webhookId: string;
  readonly ownerId: string;
  readonly type: string;
  readonly body: string;
  readonly state: 'waiting' | 'missed';
}

/** Events become deliveries, one for each webhook that wants them. */
@Injectable()
export class FanOutRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('webhooks', 'webhook_deliveries');
  }

  /** What happens while a webhook is off because it failed is kept for when it is on again. */
  hooksOf(ownerIds: readonly string[]): Promise<ListeningHook[]> {
    return this.database.asService('webhooks.deliver', async () => {
      const { rows } = await sql<ListeningHook>`
        select id, user_id as "ownerId", events, filter, is_active as "isActive" from webhooks
        where user_id = any(${[...ownerIds]}::uuid[]) and (is_active or disabled_reason in ('gone', 'failing'))
        order by id`.execute(this.tables);
      return rows;
    });
  }

  async add(deliveries: readonly NewDelivery[]): Promise<void> {
    if (deliveries.length === 0) return;
    const column = (name: keyof NewDelivery) => deliveries.map((delivery) => delivery[name]);
    await this.database.asService('webhooks.deliver', () =>
      sql`
        insert into webhook_deliveries (id, webhook_id, user_id, type, body, state)
        select given.* from unnest(${column('id')}::uuid[], ${column('webhookId')}::uuid[], ${column('ownerId')}::uuid[],
          ${column('type')}::text[], ${column('body')}::text[], ${column('state')}::text[])
          as given (id, webhook_id, user_id, type, body, state)
        -- One may have been deleted since.
        join webhooks on webhooks.id = given.webhook_id`.execute(this.tables),
    );
  }
}
