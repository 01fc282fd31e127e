import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { Condition } from '#platform/clock/look.repository';
import { Database } from '#platform/database/database';

const LEASE_SECONDS = 45;

/** A connection whose token ends soon. */
export interface Expiring {
  readonly id: string;
  readonly user_id: string;
}

/** Which process asks for a new token: the others see that one does, and wait. */
@Injectable()
export class RefreshRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('integration_connections');
  }

  /** True for one of those who ask while the token is still the one they have seen. */
  async claim(ownerId: string, id: string, version: number): Promise<boolean> {
    const { numAffectedRows = 0n } = await sql`
      update integration_connections set refreshing_until = now() + make_interval(secs => ${LEASE_SECONDS})
      where user_id = ${ownerId} and id = ${id} and credential_version = ${version}
        and connection_status = 'connected' and (refreshing_until is null or refreshing_until < now())`.execute(
      this.tables,
    );
    return numAffectedRows > 0n;
  }

  /** False when it was connected anew, or disconnected, meanwhile. */
  async finish(ownerId: string, id: string, version: number, expiresAt: Date | null): Promise<boolean> {
    const { numAffectedRows = 0n } = await sql`
      update integration_connections set refreshing_until = null, credential_version = credential_version + 1,
        token_expires_at = ${expiresAt}::timestamptz
      where user_id = ${ownerId} and id = ${id} and credential_version = ${version}`.execute(this.tables);
    return numAffectedRows > 0n;
  }

  async release(ownerId: string, id: string, version: number): Promise<void> {
    await sql`
      update integration_connections set refreshing_until = null
      where user_id = ${ownerId} and id = ${id} and credential_version = ${version}`.execute(this.tables);
  }

  isAnyExpiring(withinSeconds: number): Condition {
    return sql<boolean>`exists (select from integration_connections where ${expiringWithin(withinSeconds)})`;
  }

  /** Those of all tenants whose token ends within so many seconds, the first first. */
  expiring(withinSeconds: number, atMost: number): Promise<Expiring[]> {
    return this.database.asService('integrations.refresh', async () => {
      const { rows } = await sql<Expiring>`
        select id, user_id from integration_connections where ${expiringWithin(withinSeconds)}
        order by token_expires_at limit ${atMost}`.execute(this.tables);
      return rows;
    });
  }
}

function expiringWithin(seconds: number) {
  return sql`refreshable and connection_status = 'connected'
    and token_expires_at < now() + make_interval(secs => ${seconds})
    and (refreshing_until is null or refreshing_until < now())
    and user_id <> all ((select app.owners_at_rest())::uuid[])`;
}
