import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { Condition } from '#platform/clock/look.repository';
import { Database } from '#platform/database/database';
import type { Grant } from './connection.repository.js';

const LEASE_SECONDS = 45;
/** What could not be replaced waits a minute, then twice as long each time. */
const LONGEST_WAIT_MINUTES = 60;

/** A connection whose token is to be replaced. */
export interface DueForRefresh {
  readonly id: string;
  readonly user_id: string;
}

/** When a token ends, and from when on it is to be replaced. */
type TokenTimes = Pick<Grant, 'expiresAt' | 'renewAt'>;

const IS_DUE = sql`refreshable and connection_status = 'connected' and refresh_due_at <= now()
  and (refreshing_until is null or refreshing_until < now())
  and user_id <> all ((select app.owners_at_rest())::uuid[])`;

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
  async finish(ownerId: string, id: string, version: number, times: TokenTimes): Promise<boolean> {
    const { numAffectedRows = 0n } = await sql`
      update integration_connections set refreshing_until = null, credential_version = credential_version + 1,
        token_expires_at = ${times.expiresAt}::timestamptz, refresh_due_at = ${times.renewAt}::timestamptz, refresh_failures = 0
      where user_id = ${ownerId} and id = ${id} and credential_version = ${version}`.execute(this.tables);
    return numAffectedRows > 0n;
  }

  /** No new token could be had: it is asked for again later, each time later, so that others come first. */
  async putOff(ownerId: string, id: string, version: number): Promise<void> {
    await sql`
      update integration_connections set refreshing_until = null, refresh_failures = least(refresh_failures + 1, 1000),
        refresh_due_at = now() + make_interval(mins => least(${LONGEST_WAIT_MINUTES}, power(2, least(refresh_failures, 10)))::int)
      where user_id = ${ownerId} and id = ${id} and credential_version = ${version}`.execute(this.tables);
  }

  isAnyDue(): Condition {
    return sql<boolean>`exists (select from integration_connections where ${IS_DUE})`;
  }

  /** Those of all tenants whose token is to be replaced, who has waited longest first. */
  due(atMost: number): Promise<DueForRefresh[]> {
    return this.database.asService('integrations.refresh', async () => {
      const { rows } = await sql<DueForRefresh>`
        select id, user_id from integration_connections where ${IS_DUE}
        order by refresh_due_at limit ${atMost}`.execute(this.tables);
      return rows;
    });
  }
}
