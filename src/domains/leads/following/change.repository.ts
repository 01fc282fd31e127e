import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { Condition } from '#platform/clock/look.repository';
import { Database } from '#platform/database/database';
import { PLANNED_FOR_VALUES } from '../filters/filter-sql.repository.js';

/** Leads of one owner that are to be looked at again. */
export interface ChangedLeads {
  ownerId: string;
  leadIds: string[];
}

/** What has changed of leads, and what time has changed, of every owner. */
@Injectable()
export class ChangeRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('lead_changes', 'lead_dues');
  }

  /** Whether a change waits to be followed, or the time of a lead has come. */
  waits(): Condition {
    return sql<boolean>`
      exists (select from lead_changes) or exists (select from lead_dues where due_at <= now())`;
  }

  /** What is written of leads until the transaction ends is not noted as a change; statements are planned for their values. */
  async noteNothing(): Promise<void> {
    await sql`select set_config('app.following', 'on', true)`.execute(this.tables);
    await PLANNED_FOR_VALUES.execute(this.tables);
  }

  /**
   * Takes up to `limit` changes and as many leads whose time has come, whoever else is taking; they are gone with the end of
   * the transaction.
   */
  take(limit: number): Promise<ChangedLeads[]> {
    return this.database.asService('leads.follow', async () => {
      const { rows } = await sql<ChangedLeads>`
        with due as (
          delete from lead_dues where lead_id = any(array(
            select lead_id from lead_dues where due_at <= now() order by due_at limit ${sql.lit(limit)}
            for update skip locked)) returning created_by, lead_id
        ), changed as (
          delete from lead_changes where id = any(array(
            select id from lead_changes order by id limit ${sql.lit(limit)} for update skip locked))
          returning created_by, lead_id
        )
        select created_by as "ownerId", array_agg(distinct lead_id) as "leadIds"
        from (select * from due union all select * from changed) taken
        group by created_by order by created_by`.execute(this.tables);
      return rows;
    });
  }
}
