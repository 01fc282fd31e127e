import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { Page } from '#kernel/page';
import { Database } from '#platform/database/database';
import { BY_ID, newestFirst } from '#platform/database/newest-first';
import type { PageQuery } from '#platform/http/page-query';

const COLUMNS = [
  'id',
  'name',
  'scopes',
  'hint',
  'requests_per_minute',
  'created_at',
  'rotated_at',
  'expires_at',
  'last_used_at',
  'revoked_at',
] as const;

/** A key as its owner may read it. */
export interface KeptKey {
  readonly id: string;
  readonly name: string;
  readonly scopes: string[];
  readonly hint: string;
  readonly requests_per_minute: number | null;
  readonly created_at: string;
  readonly rotated_at: string | null;
  readonly expires_at: string | null;
  readonly last_used_at: string | null;
  readonly revoked_at: string | null;
}

/** What must be known of a key that was sent. */
export interface KnownKey {
  readonly id: string;
  readonly userId: string;
  readonly email: string | null;
  readonly hash: Buffer;
  readonly scopes: readonly string[];
  readonly requestsPerMinute: number | null;
  /** Seconds since 1970. */
  readonly expiresAt: number | null;
}

interface Secret {
  readonly hash: Buffer;
  readonly hint: string;
}

@Injectable()
export class ApiKeyRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('api_keys');
  }

  /** Lets one at a time of an owner count and add keys, until the transaction ends. Answers how many can be used. */
  async countHeld(ownerId: string): Promise<number> {
    await sql`select pg_advisory_xact_lock(hashtextextended(${`api-keys ${ownerId}`}, 0))`.execute(
      this.tables,
    );
    const { count } = await this.tables
      .selectFrom('api_keys')
      .select(({ fn }) => fn.count('id').as('count'))
      .where('user_id', '=', ownerId)
      .where('revoked_at', 'is', null)
      .executeTakeFirstOrThrow();
    return Number(count);
  }

  add(
    ownerId: string,
    key: Secret & {
      id: string;
      email: string | undefined;
      name: string;
      scopes: readonly string[];
      expires_at: string | null;
      requests_per_minute: number | null;
    },
  ): Promise<KeptKey> {
    const { scopes, email, ...fields } = key;
    return this.tables
      .insertInto('api_keys')
      .values({ ...fields, user_id: ownerId, email: email ?? null, scopes: [...scopes] })
      .returning(COLUMNS)
      .executeTakeFirstOrThrow();
  }

  list(ownerId: string, page: PageQuery): Promise<Page<KeptKey>> {
    return newestFirst(
      this.tables.selectFrom('api_keys').select(COLUMNS).where('user_id', '=', ownerId),
      page,
      BY_ID,
    );
  }

  /** Replaces the secret of a key that is in use: from here on the former one is worth nothing. */
  rotate(ownerId: string, id: string, secret: Secret): Promise<KeptKey | undefined> {
    return this.usable(ownerId, id)
      .set({ ...secret, rotated_at: sql<string>`now()` })
      .returning(COLUMNS)
      .executeTakeFirst();
  }

  revoke(ownerId: string, id: string): Promise<KeptKey | undefined> {
    return this.usable(ownerId, id)
      .set({ revoked_at: sql<string>`now()` })
      .returning(COLUMNS)
      .executeTakeFirst();
  }

  /** The key of the id, whoever's it is, unless it was revoked. */
  async find(id: string): Promise<KnownKey | undefined> {
    const row = await this.database.asService('auth.api-keys', () =>
      this.tables
        .selectFrom('api_keys')
        .select(['id', 'user_id', 'email', 'hash', 'scopes', 'requests_per_minute', 'expires_at'])
        .where('id', '=', id)
        .where('revoked_at', 'is', null)
        .executeTakeFirst(),
    );
    if (!row) return undefined;
    return {
      id: row.id,
      userId: row.user_id,
      email: row.email,
      hash: row.hash,
      scopes: row.scopes,
      requestsPerMinute: row.requests_per_minute,
      expiresAt: row.expires_at === null ? null : Date.parse(row.expires_at) / 1000,
    };
  }

  /** Notes, of many keys at once, the minute in which each was used last. */
  async used(minutes: ReadonlyMap<string, number>): Promise<void> {
    const rows = [...minutes].map(([id, minute]) => ({ id, at: new Date(minute * 60_000).toISOString() }));
    await this.database.asService('auth.api-keys', () =>
      sql`
        update api_keys key set last_used_at = used.at
        from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as used (id uuid, at timestamptz)
        where key.id = used.id and (key.last_used_at is null or key.last_used_at < used.at)`.execute(
        this.tables,
      ),
    );
  }

  private usable(ownerId: string, id: string) {
    return this.tables
      .updateTable('api_keys')
      .where('user_id', '=', ownerId)
      .where('id', '=', id)
      .where('revoked_at', 'is', null);
  }
}
