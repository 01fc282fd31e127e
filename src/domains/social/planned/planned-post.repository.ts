import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '#platform/database/database';

/** A post that goes on, and when it is due. */
export interface ResumedPost {
  readonly id: string;
  readonly scheduled_time: string;
}

/** Posts of campaigns, all of a campaign at once. */
@Injectable()
export class PlannedPostRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('social_posts');
  }

  /** What is scheduled is a draft and waits. Answers how many. */
  pause(ownerId: string, campaignId: string): Promise<number> {
    return this.changed(sql`
      update social_posts set status = 'draft', paused = true
      where user_id = ${ownerId} and campaign_id = ${campaignId} and status = 'scheduled'`);
  }

  /** What waits is scheduled again, for when it was; what would have gone out meanwhile is due now. */
  async resume(ownerId: string, campaignId: string): Promise<ResumedPost[]> {
    const { rows } = await sql<ResumedPost>`
      update social_posts set status = 'scheduled', paused = false, scheduled_time = greatest(scheduled_time, now())
      where user_id = ${ownerId} and campaign_id = ${campaignId} and status = 'draft' and paused
        and scheduled_time is not null
      returning id, scheduled_time`.execute(this.tables);
    return rows;
  }

  /** What is scheduled or waits is a draft without a time. Answers how many. */
  cancel(ownerId: string, campaignId: string): Promise<number> {
    return this.changed(sql`
      update social_posts set status = 'draft', paused = false, scheduled_time = null
      where user_id = ${ownerId} and campaign_id = ${campaignId}
        and (status = 'scheduled' or (status = 'draft' and paused))`);
  }

  /** How many are scheduled or wait. */
  async waiting(ownerId: string, campaignId: string): Promise<number> {
    const { rows } = await sql<{ posts: number }>`
      select count(*)::int as posts from social_posts
      where user_id = ${ownerId} and campaign_id = ${campaignId}
        and (status = 'scheduled' or (status = 'draft' and paused))`.execute(this.tables);
    return rows[0]?.posts ?? 0;
  }

  private async changed(statement: ReturnType<typeof sql>): Promise<number> {
    const { numAffectedRows = 0n } = await statement.execute(this.tables);
    return Number(numAffectedRows);
  }
}
