import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { newId } from '#kernel/ids';
import { Database } from '#platform/database/database';
import type { SocialProfile } from '#platform/channels/social/social-channel';
import type { SocialService } from '#platform/channels/social/social-services';
import type { ConnectionStatus, SyncStatus } from './connection.dto.js';

/** How a service was let in. */
export interface Grant {
  readonly auth: 'key' | 'token' | 'oauth';
  readonly scopes: readonly string[];
  readonly expiresAt: Date | null;
  /** From when on its token is to be replaced. */
  readonly renewAt: Date | null;
  readonly refreshable: boolean;
}

/** A connection as the table holds it. */
export interface StoredConnection {
  readonly id: string;
  readonly service_name: SocialService;
  readonly connection_status: ConnectionStatus;
  readonly sync_status: SyncStatus;
  readonly last_sync_at: string | null;
  readonly configuration: Record<string, unknown>;
  readonly error_message: string | null;
  readonly auth: Grant['auth'] | null;
  readonly account_id: string | null;
  readonly account_name: string | null;
  readonly connected_at: string | null;
  readonly token_expires_at: string | null;
  readonly refreshable: boolean;
  readonly refresh_due_at: string | null;
  readonly scopes: string[];
  readonly credential_version: number;
}

const COLUMNS = [
  ...(['id', 'service_name', 'connection_status', 'sync_status', 'last_sync_at', 'configuration'] as const),
  ...(['error_message', 'auth', 'account_id', 'account_name', 'connected_at'] as const),
  ...(['token_expires_at', 'refreshable', 'refresh_due_at', 'scopes', 'credential_version'] as const),
] as const;

/** What users have connected. A user has one connection to a service at most. */
@Injectable()
export class ConnectionRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('integration_connections');
  }

  /** Newest first; there are as many as there are services, at most. */
  async list(ownerId: string): Promise<StoredConnection[]> {
    const rows = await this.tables
      .selectFrom('integration_connections')
      .select(COLUMNS)
      .where('user_id', '=', ownerId)
      .orderBy('created_at', 'desc')
      .orderBy('id', 'desc')
      .execute();
    return rows as unknown as StoredConnection[];
  }

  async find(
    ownerId: string,
    which: { id: string } | { service: string },
  ): Promise<StoredConnection | undefined> {
    const [column, value] =
      'id' in which ? (['id', which.id] as const) : (['service_name', which.service] as const);
    const row = await this.tables
      .selectFrom('integration_connections')
      .select(COLUMNS)
      .where('user_id', '=', ownerId)
      .where(column, '=', value)
      .executeTakeFirst();
    return row as unknown as StoredConnection | undefined;
  }

  /** Connects the service, in the place of what was connected before. */
  async connect(
    ownerId: string,
    service: SocialService,
    { auth, scopes, expiresAt, renewAt, refreshable }: Grant,
    [first]: readonly SocialProfile[],
  ): Promise<StoredConnection> {
    const values = {
      connection_status: 'connected',
      sync_status: 'success',
      error_message: null,
      auth,
      account_id: first?.id ?? null,
      account_name: first?.name ?? null,
      scopes: [...scopes],
      token_expires_at: expiresAt?.toISOString() ?? null,
      refreshable,
      refresh_due_at: renewAt?.toISOString() ?? null,
      refresh_failures: 0,
      refreshing_until: null,
    };
    const now = sql<string>`now()`;
    const row = await this.tables
      .insertInto('integration_connections')
      .values({
        id: newId(),
        user_id: ownerId,
        service_name: service,
        connected_at: now,
        last_sync_at: now,
        credential_version: 1,
        ...values,
      })
      .onConflict((conflict) =>
        conflict.columns(['user_id', 'service_name']).doUpdateSet({
          connected_at: now,
          last_sync_at: now,
          credential_version: sql<number>`integration_connections.credential_version + 1`,
          ...values,
        }),
      )
      .returning(COLUMNS)
      .executeTakeFirstOrThrow();
    return row as unknown as StoredConnection;
  }

  /** Remembers a service that is not connected yet, and what its owner says of it. */
  async note(
    ownerId: string,
    service: SocialService,
    configuration: Readonly<Record<string, unknown>>,
  ): Promise<StoredConnection> {
    const kept = JSON.stringify(configuration);
    const row = await this.tables
      .insertInto('integration_connections')
      .values({
        id: newId(),
        user_id: ownerId,
        service_name: service,
        connection_status: 'pending',
        configuration: kept,
      })
      .onConflict((conflict) =>
        conflict.columns(['user_id', 'service_name']).doUpdateSet({ configuration: kept }),
      )
      .returning(COLUMNS)
      .executeTakeFirstOrThrow();
    return row as unknown as StoredConnection;
  }

  /** Notes that it cannot be used any more, and why. */
  async fail(ownerId: string, id: string, reason: string): Promise<void> {
    await this.change(ownerId, id, { connection_status: 'error', error_message: reason });
  }

  async syncing(ownerId: string, id: string): Promise<void> {
    await this.change(ownerId, id, { sync_status: 'syncing' });
  }

  /** Notes how reading its accounts ended. */
  async synced(ownerId: string, id: string, problem: string | null): Promise<void> {
    const ended = problem === null ? { last_sync_at: sql<string>`now()` } : {};
    const sync_status = problem === null ? 'success' : 'error';
    await this.change(ownerId, id, { sync_status, error_message: problem, ...ended });
  }

  /** What was let in is worth nothing any more; the row stays. */
  async disconnect(ownerId: string, id: string): Promise<void> {
    await this.change(ownerId, id, {
      connection_status: 'disconnected',
      sync_status: 'idle',
      error_message: null,
      token_expires_at: null,
      refreshable: false,
      refresh_due_at: null,
      refreshing_until: null,
      credential_version: sql<number>`credential_version + 1`,
    });
  }

  async remove(ownerId: string, id: string): Promise<void> {
    await this.tables
      .deleteFrom('integration_connections')
      .where('user_id', '=', ownerId)
      .where('id', '=', id)
      .execute();
  }

  private async change(ownerId: string, id: string, values: Record<string, unknown>): Promise<void> {
    await this.tables
      .updateTable('integration_connections')
      .set(values)
      .where('user_id', '=', ownerId)
      .where('id', '=', id)
      .execute();
  }
}
