import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '#platform/database/database';

/** The one row of settings of the router. */
@Injectable()
export class OpenClawRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('openclaw_settings');
  }

  /** 0 while nobody has set it. */
  async percentage(): Promise<number> {
    const row = await this.database.asService('agents.openclaw', () =>
      this.tables.selectFrom('openclaw_settings').select('percentage').executeTakeFirst(),
    );
    return row?.percentage ?? 0;
  }

  async set(percentage: number, admin: string): Promise<void> {
    await this.database.asService('agents.openclaw', () =>
      sql`
        insert into openclaw_settings (id, percentage, updated_by) values (1, ${percentage}, ${admin})
        on conflict (id) do update
        set percentage = excluded.percentage, updated_by = excluded.updated_by, updated_at = now()`.execute(
        this.tables,
      ),
    );
  }
}
