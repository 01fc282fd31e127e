import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '#platform/database/database';
import type { QueueSlot } from './queue-slots.js';

/** When posts of an account go out. */
export interface Queue {
  readonly timezone: string;
  readonly slots: readonly QueueSlot[];
}

/** Queues of accounts. */
@Injectable()
export class QueueRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('social_queues');
  }

  async find(ownerId: string, accountId: string): Promise<Queue | undefined> {
    const row = await this.tables
      .selectFrom('social_queues')
      .select(['timezone', 'slots'])
      .where('user_id', '=', ownerId)
      .where('account_id', '=', accountId)
      .executeTakeFirst();
    return row as Queue | undefined;
  }

  /** As `find`; whoever else wants to take a slot waits for the end of the transaction. */
  async lock(ownerId: string, accountId: string): Promise<Queue | undefined> {
    const row = await this.tables
      .selectFrom('social_queues')
      .select(['timezone', 'slots'])
      .where('user_id', '=', ownerId)
      .where('account_id', '=', accountId)
      .forUpdate()
      .executeTakeFirst();
    return row as Queue | undefined;
  }

  async put(ownerId: string, accountId: string, { timezone, slots }: Queue): Promise<void> {
    await sql`
      insert into social_queues (account_id, user_id, timezone, slots)
      values (${accountId}, ${ownerId}, ${timezone}, ${JSON.stringify(slots)}::jsonb)
      on conflict (account_id) do update set timezone = excluded.timezone, slots = excluded.slots
        where social_queues.user_id = ${ownerId}`.execute(this.tables);
  }
}
