import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '#platform/database/database';
import type { Sealed, SecretOwner } from './seal/sealer.js';

/** What anybody may know of a row. */
export interface SecretDates {
  readonly created_at: string;
  readonly updated_at: string;
  readonly last_used_at: string | null;
  readonly is_active: boolean;
}

export interface SecretRow extends SecretDates {
  readonly service: string;
  readonly sealed: Sealed;
}

/** Users' keys as they are kept: sealed. */
@Injectable()
export class SecretRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('user_secrets', 'secret_audit_logs');
  }

  /** All rows of one user, also of keys that were removed, newest first. */
  list(userId: string): Promise<SecretRow[]> {
    return this.sealedRows(userId, sql`true`);
  }

  /** The rows in use of one user, of these services. */
  active(userId: string, services: readonly string[]): Promise<SecretRow[]> {
    return this.sealedRows(
      userId,
      sql`is_active and service_name in (select jsonb_array_elements_text(${JSON.stringify(services)}::jsonb))`,
    );
  }

  /** Adds the key or puts it in the place of the one there, removed or not; tells whether there was none. */
  async put(
    { userId, service }: SecretOwner,
    { encryptedValue, initializationVector, keyId, format }: Sealed,
    fingerprint: string,
  ): Promise<SecretDates & { isNew: boolean }> {
    const values = {
      encrypted_value: encryptedValue,
      initialization_vector: initializationVector,
      key_id: keyId,
      format,
      fingerprint,
    };
    const row = await this.tables
      .insertInto('user_secrets')
      .values({ user_id: userId, service_name: service, ...values })
      .onConflict((conflict) =>
        conflict
          .columns(['user_id', 'service_name'])
          .doUpdateSet({ ...values, is_active: true, updated_at: sql<string>`now()` }),
      )
      .returning(['created_at', 'updated_at', 'last_used_at', 'is_active'])
      .returning(sql<boolean>`created_at = now()`.as('isNew'))
      .executeTakeFirstOrThrow();
    return row as unknown as SecretDates & { isNew: boolean };
  }

  /** Takes the key out of use and forgets its value; the row stays. False when there is none in use. */
  async remove({ userId, service }: SecretOwner): Promise<boolean> {
    const { numUpdatedRows } = await this.tables
      .updateTable('user_secrets')
      .set({
        is_active: false,
        encrypted_value: '',
        initialization_vector: '',
        fingerprint: null,
        updated_at: sql<string>`now()`,
      })
      .where('user_id', '=', userId)
      .where('service_name', '=', service)
      .where('is_active', '=', true)
      .executeTakeFirst();
    return numUpdatedRows > 0n;
  }

  /** Whether there is, or has been, such a key. */
  async knows({ userId, service }: SecretOwner): Promise<boolean> {
    const row = await this.tables
      .selectFrom('user_secrets')
      .select('id')
      .where('user_id', '=', userId)
      .where('service_name', '=', service)
      .executeTakeFirst();
    return row !== undefined;
  }

  /** Notes that the keys were used, each at most once a minute, and records those reads with it. */
  async recordUse(userId: string, services: readonly string[]): Promise<void> {
    await this.database.as(userId, () =>
      sql`
        with used as (
          update user_secrets set last_used_at = now()
          where user_id = ${userId} and is_active
            and service_name in (select jsonb_array_elements_text(${JSON.stringify(services)}::jsonb))
            and (last_used_at is null or last_used_at < now() - interval '1 minute')
          returning service_name
        )
        insert into secret_audit_logs (user_id, service_name, operation, success)
        select ${userId}, service_name, 'read', true from used`.execute(this.tables),
    );
  }

  /** Past row-level security, since no token may read sealed values: the user stands in every such statement. */
  private sealedRows(userId: string, which: ReturnType<typeof sql<boolean>>): Promise<SecretRow[]> {
    return this.database.asService('secrets.open', async () => {
      const rows = await this.tables
        .selectFrom('user_secrets')
        .select(['service_name', 'encrypted_value', 'initialization_vector', 'key_id', 'format'])
        .select(['created_at', 'updated_at', 'last_used_at', 'is_active'])
        .where('user_id', '=', userId)
        .where(which)
        .orderBy('created_at', 'desc')
        .orderBy('id', 'desc')
        .execute();
      return rows.map(
        ({ service_name, encrypted_value, initialization_vector, key_id, format, ...dates }) => ({
          ...dates,
          service: service_name,
          sealed: {
            encryptedValue: encrypted_value,
            initializationVector: initialization_vector,
            keyId: key_id,
            format,
          },
        }),
      );
    });
  }
}
