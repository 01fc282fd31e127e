import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '#platform/database/database';

/** What is on record of requests to delete an account. */
@Injectable()
export class DeletionRequestRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('data_deletion_requests');
  }

  /** Notes the request; one that a client has noted itself goes on under its id. False where somebody else's goes by it. */
  async add(userId: string, requestId: string): Promise<boolean> {
    const { numInsertedOrUpdatedRows: added = 0n } = await this.tables
      .insertInto('data_deletion_requests')
      .values({ request_id: requestId, user_id: userId, status: 'pending' })
      .onConflict((conflict) => conflict.column('request_id').doNothing())
      .executeTakeFirstOrThrow();
    if (added > 0n) return true;
    const { numUpdatedRows } = await this.tables
      .updateTable('data_deletion_requests')
      .set({ status: 'pending', completed_at: null })
      .where('request_id', '=', requestId)
      .where('user_id', '=', userId)
      .executeTakeFirst();
    return numUpdatedRows > 0n;
  }

  async undo(userId: string): Promise<void> {
    await this.tables
      .updateTable('data_deletion_requests')
      .set({ status: 'cancelled', completed_at: sql<string>`now()` })
      .where('user_id', '=', userId)
      .where('status', '=', 'pending')
      .execute();
  }
}
