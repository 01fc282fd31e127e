import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '#platform/database/database';

/** Addresses that were erased, of every owner, as digests. */
@Injectable()
export class ErasedAddressRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('erased_addresses');
  }

  async keep(ownerId: string, digests: readonly Buffer[], keyId: string): Promise<void> {
    await sql`
      insert into erased_addresses (created_by, digest, key_id)
      select ${ownerId}::uuid, digest, ${keyId} from unnest(${[...digests]}::bytea[]) as digest
      on conflict do nothing`.execute(this.tables);
  }

  async lift(ownerId: string, digests: readonly Buffer[]): Promise<void> {
    await this.database.as(ownerId, () =>
      sql`
        delete from erased_addresses where created_by = ${ownerId}::uuid and digest = any(${[...digests]}::bytea[])`.execute(
        this.tables,
      ),
    );
  }

  /** Which of these are known, in one statement, however many owners they belong to. */
  async known(asked: readonly { id: string; ownerId: string; digest: string }[]): Promise<Set<string>> {
    const { rows } = await this.database.asService('privacy.erased', () =>
      sql<{ id: string }>`
        select distinct asked.id from json_to_recordset(${JSON.stringify(asked)}::json)
          as asked(id text, "ownerId" uuid, digest text)
        join erased_addresses known on known.created_by = asked."ownerId"
          and known.digest = decode(asked.digest, 'hex')`.execute(this.tables),
    );
    return new Set(rows.map(({ id }) => id));
  }
}
