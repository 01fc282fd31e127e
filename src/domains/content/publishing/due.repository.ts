import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { Condition } from '#platform/clock/look.repository';
import { Database } from '#platform/database/database';

/** Scheduled content of all tenants whose time has come. */
@Injectable()
export class DueRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('content_pieces');
  }

  /** Whether content is due. */
  isAnyDue(): Condition {
    return sql<boolean>`
      exists (
        select from content_pieces where status = 'scheduled' and scheduled_for <= now()
          and (user_id <> all ((select app.owners_at_rest())::uuid[])) is not false
      )`;
  }

  /** Publishes the longest due in one statement, whoever else is at it; answers how many. */
  publish(atMost: number): Promise<number> {
    return this.database.asService('content.publish', async () => {
      const { numAffectedRows = 0n } = await sql`
        with due as (
          select id from content_pieces where status = 'scheduled' and scheduled_for <= now()
            and (user_id <> all ((select app.owners_at_rest())::uuid[])) is not false
          order by scheduled_for limit ${atMost} for update skip locked
        )
        update content_pieces set status = 'published', published_at = now()
        where id = any (array(select id from due))`.execute(this.tables);
      return Number(numAffectedRows);
    });
  }
}
