import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { newId } from '#kernel/ids';
import { Database } from '#platform/database/database';
import { deleteOldest } from '#platform/database/delete-oldest';

export const STATE_LIVES_MS = 600_000;

/** Connections that were begun and not finished. */
@Injectable()
export class OAuthStateRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('oauth_states');
  }

  async add(ownerId: string, hash: string, service: string, redirectUri: string): Promise<void> {
    await this.tables
      .insertInto('oauth_states')
      .values({
        id: newId(),
        user_id: ownerId,
        state_token: hash,
        platform_name: service,
        redirect_uri: redirectUri,
        expires_at: new Date(Date.now() + STATE_LIVES_MS).toISOString(),
      })
      .execute();
  }

  /** Takes it out for good; false for one that is not the owner's, not for this service and address, used or too old. */
  async take(ownerId: string, hash: string, service: string, redirectUri: string): Promise<boolean> {
    const { numDeletedRows } = await this.tables
      .deleteFrom('oauth_states')
      .where('user_id', '=', ownerId)
      .where('state_token', '=', hash)
      .where('platform_name', '=', service)
      .where('redirect_uri', '=', redirectUri)
      .where('expires_at', '>', sql<string>`now()`)
      .executeTakeFirst();
    return numDeletedRows > 0n;
  }

  /** Deletes those that ended before then. */
  forget(before: Date, atMost: number): Promise<number> {
    const rows = { table: 'oauth_states', column: 'expires_at' } as const;
    return this.database.asService('platform.retention', () =>
      deleteOldest(this.tables, rows, before, atMost),
    );
  }
}
