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
}
