import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '#platform/database/database';

/** How long owners keep records. */
@Injectable()
export class RuleRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('retention_rules');
  }

  async list(ownerId: string): Promise<Map<string, number>> {
    const rows = await this.tables
      .selectFrom('retention_rules')
      .select(['kind', 'days'])
      .where('user_id', '=', ownerId)
      .execute();
    return new Map(rows.map(({ kind, days }) => [kind, days]));
  }

  /** Puts the rules in the place of those there were for their kinds; those without days go. */
  async put(ownerId: string, rules: readonly { kind: string; days: number | null }[]): Promise<void> {
    await sql`
      with said as (
        select kind, days from json_to_recordset(${JSON.stringify(rules)}::json) as said(kind text, days integer)
      ), gone as (
        delete from retention_rules where user_id = ${ownerId}::uuid
          and kind in (select kind from said where days is null)
      )
      insert into retention_rules (user_id, kind, days)
      select ${ownerId}::uuid, kind, days from said where days is not null
      on conflict (user_id, kind) do update set days = excluded.days, updated_at = now()`.execute(
      this.tables,
    );
  }
}
