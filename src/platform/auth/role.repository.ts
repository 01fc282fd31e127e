import { Injectable } from '@nestjs/common';
import { Database } from '#platform/database/database';

/** Roles given to users by an operator; users can read their own and write none. */
@Injectable()
export class RoleRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('user_roles');
  }

  async has(userId: string, role: string): Promise<boolean> {
    const row = await this.tables
      .selectFrom('user_roles')
      .select('id')
      .where('user_id', '=', userId)
      .where('role', '=', role)
      .limit(1)
      .executeTakeFirst();
    return row !== undefined;
  }

  /** Everybody who has the role. */
  async holders(role: string): Promise<string[]> {
    const rows = await this.tables
      .selectFrom('user_roles')
      .select('user_id')
      .distinct()
      .where('role', '=', role)
      .execute();
    return rows.map(({ user_id }) => user_id);
  }

  list(userId: string): Promise<{ role: string; company_id: string | null; created_at: string }[]> {
    return this.tables
      .selectFrom('user_roles')
      .select(['role', 'company_id', 'created_at'])
      .where('user_id', '=', userId)
      .orderBy('created_at', 'desc')
      .execute();
  }
}
