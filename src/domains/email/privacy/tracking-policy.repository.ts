import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '#platform/database/database';
import type { Tracking } from './tracking.js';

/** What owners say of tracking, and what is counted of nobody in particular. */
@Injectable()
export class TrackingPolicyRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('email_tracking_policies', 'email_anonymous_counts', 'email_campaigns');
  }

  async find(ownerId: string): Promise<Tracking | undefined> {
    const row = await this.tables
      .selectFrom('email_tracking_policies')
      .select('tracking')
      .where('created_by', '=', ownerId)
      .executeTakeFirst();
    return row?.tracking as Tracking | undefined;
  }

  async keep(ownerId: string, tracking: Tracking): Promise<void> {
    await this.tables
      .insertInto('email_tracking_policies')
      .values({ created_by: ownerId, tracking })
      .onConflict((conflict) =>
        conflict.column('created_by').doUpdateSet({ tracking, updated_at: sql<string>`now()` }),
      )
      .execute();
  }

  /** One more of the day, whoever it was; nothing where the mailing, or its link, is gone. */
  async count(mailingId: string, linkId: string | null): Promise<void> {
    const [opens, clicks] = linkId === null ? [1, 0] : [0, 1];
    await this.database.asService('email.track', () =>
      sql`
        insert into email_anonymous_counts as a (email_campaign_id, day, link_id, created_by, opens, clicks)
        select id, (now() at time zone 'utc')::date, coalesce(${linkId}::uuid, id), created_by, ${opens}::integer,
          ${clicks}::integer
        from email_campaigns where id = ${mailingId}
        on conflict (email_campaign_id, day, link_id) do update set
          opens = a.opens + excluded.opens, clicks = a.clicks + excluded.clicks`.execute(this.tables),
    );
  }
}
