import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { Condition } from '#platform/clock/look.repository';
import { Database } from '#platform/database/database';
import type { Sealed } from '../seal/sealer.js';

const WHO = 'replacement of the master key';
const EVERYWHERE = '00000000-0000-0000-0000-000000000000';

export interface OutdatedRow {
  readonly id: string;
  readonly userId: string;
  readonly service: string;
  readonly sealed: Sealed;
}

export interface ResealedRow {
  readonly id: string;
  readonly sealed: Sealed;
  readonly fingerprint: string;
}

/** Sealed values of all users that stand under a former master key or in the old format. */
@Injectable()
export class ResealRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('user_secrets', 'secret_audit_logs');
  }

  isThereAny(keyId: string): Condition {
    return sql<boolean>`exists (select from user_secrets where encrypted_value <> '' and ${isOutdated(keyId)})`;
  }

  /** How many there are. */
  count(keyId: string): Promise<number> {
    return this.database.asService('secrets.reseal', async () => {
      const { count } = await this.outdated(keyId)
        .select(({ fn }) => fn.countAll().as('count'))
        .executeTakeFirstOrThrow();
      return Number(count);
    });
  }

  /** The next of them behind the row `after`, held until the transaction ends; rows somebody else holds are left out. */
  async next(keyId: string, after: string | null, atMost: number): Promise<OutdatedRow[]> {
    const rows = await this.outdated(keyId)
      .select([
        'id',
        'user_id',
        'service_name',
        'encrypted_value',
        'initialization_vector',
        'key_id',
        'format',
      ])
      .where('id', '>', after ?? EVERYWHERE)
      .orderBy('id')
      .limit(atMost)
      .forUpdate()
      .skipLocked()
      .execute();
    return rows.map((row) => ({
      id: row.id,
      userId: row.user_id,
      service: row.service_name,
      sealed: {
        encryptedValue: row.encrypted_value,
        initializationVector: row.initialization_vector,
        keyId: row.key_id,
        format: row.format,
      },
    }));
  }

  /** Puts the new form of each in the place of the old one, and records it. */
  async replace(rows: readonly ResealedRow[]): Promise<void> {
    const values = rows.map(({ id, sealed, fingerprint }) => ({ id, fingerprint, ...sealed }));
    await sql`
      with replaced as (
        update user_secrets s set encrypted_value = n."encryptedValue", initialization_vector = n."initializationVector",
          key_id = n."keyId", format = n.format, fingerprint = n.fingerprint
        from jsonb_to_recordset(${JSON.stringify(values)}::jsonb) as n (
          id uuid, "encryptedValue" text, "initializationVector" text, "keyId" text, format smallint, fingerprint text)
        where s.id = n.id
        returning s.user_id, s.service_name
      )
      insert into secret_audit_logs (user_id, service_name, operation, success, user_agent)
      select user_id, service_name, 'update', true, ${WHO} from replaced`.execute(this.tables);
  }

  private outdated(keyId: string) {
    return this.tables.selectFrom('user_secrets').where('encrypted_value', '<>', '').where(isOutdated(keyId));
  }
}

function isOutdated(keyId: string) {
  return sql<boolean>`(key_id is distinct from ${keyId} or format = 1)`;
}
