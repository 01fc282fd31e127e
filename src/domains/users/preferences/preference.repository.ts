import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '#platform/database/database';
import type { UserPreference } from './preference.dto.js';

const COLUMNS = sql`id, user_id, preference_category, coalesce(preference_data, '{}') as preference_data, created_at, updated_at`;

@Injectable()
export class PreferenceRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('user_preferences');
  }

  /** Newest first; a category has one row. */
  async list(userId: string, category: string | undefined): Promise<UserPreference[]> {
    const only = category === undefined ? sql`` : sql`and preference_category = ${category}`;
    const { rows } = await sql<UserPreference>`
      select ${COLUMNS} from user_preferences where user_id = ${userId} ${only}
      order by created_at desc, id desc`.execute(this.tables);
    return rows;
  }

  /** The row as it is now; nothing when it would be of one category more than so many. */
  async put(
    userId: string,
    category: string,
    data: object,
    most: number,
  ): Promise<UserPreference | undefined> {
    const { rows } = await sql<UserPreference>`
      insert into user_preferences (user_id, preference_category, preference_data)
      select ${userId}::uuid, ${category}, ${JSON.stringify(data)}::jsonb
      where exists (select from user_preferences where user_id = ${userId} and preference_category = ${category})
        or (select count(*) from user_preferences where user_id = ${userId}) < ${most}
      on conflict (user_id, preference_category) do update
        set preference_data = excluded.preference_data, updated_at = now()
      returning ${COLUMNS}`.execute(this.tables);
    return rows[0];
  }
}
