import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '#platform/database/database';
import { deleteOldest } from '#platform/database/delete-oldest';

/** Something to pay for on a UTC day. */
export interface Bill {
  readonly ownerId: string;
  readonly day: string;
  readonly micros: number;
}

/** What was spent for users on each day. */
@Injectable()
export class EnrichmentSpendRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('lead_enrichment_spend');
  }

  /** Counts it, unless the day would then have cost more than the limit; however many ask at once. */
  async take({ ownerId, day, micros }: Bill, limitMicros: number): Promise<boolean> {
    const { rows } = await sql`
      insert into lead_enrichment_spend as spend (created_by, day, spent_micros)
      select ${ownerId}::uuid, ${day}::date, ${micros}::bigint where ${micros}::bigint <= ${limitMicros}::bigint
      on conflict (created_by, day) do update set spent_micros = spend.spent_micros + excluded.spent_micros
      where spend.spent_micros + excluded.spent_micros <= ${limitMicros}::bigint
      returning spend.day`.execute(this.tables);
    return rows.length > 0;
  }

  async giveBack({ ownerId, day, micros }: Bill): Promise<void> {
    await sql`
      update lead_enrichment_spend set spent_micros = greatest(0, spent_micros - ${micros}::bigint)
      where created_by = ${ownerId} and day = ${day}::date`.execute(this.tables);
  }

  /** Forgets days before a time. */
  forget(before: Date, atMost: number): Promise<number> {
    return this.database.asService('platform.retention', () =>
      deleteOldest(this.tables, { table: 'lead_enrichment_spend', column: 'day' }, before, atMost),
    );
  }
}
