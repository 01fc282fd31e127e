import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '#platform/database/database';

/** A post that goes on, and when it is due. */
export interface ResumedPost {
  readonly id: string;
  readonly scheduled_time: string;
}

/** A post, and the item of its campaign's calendar that it was planned by. */
export interface ItemOfPost {
  readonly id: string;
  readonly key: string;
}

/** Somebody is about to publish it; its network has not said yet that it has it. */
const IN_HAND = sql`status = 'publishing' and receipt is null`;
const WAITS = sql`status = 'draft' and paused`;
/** What waits is scheduled for when it was, or for now where that has passed. */
const GOES_ON = sql`paused = false, paused_with_campaign = false, status = case when ${WAITS} then 'scheduled' else status end,
  scheduled_time = case when ${WAITS} then greatest(scheduled_time, now()) else scheduled_time end,
  retry_at = case when retry_at > now() then retry_at end`;

/** Posts that are scheduled, held and let go: all of a campaign at once, or one. */
@Injectable()
export class PlannedPostRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('social_posts');
  }

  /** Notes by which items of a campaign's calendar posts were planned. */
  async note(ownerId: string, posts: readonly ItemOfPost[]): Promise<void> {
    await sql`
      update social_posts set planned_as = planned.key
      from unnest(${posts.map(({ id }) => id)}::uuid[], ${posts.map(({ key }) => key)}::text[]) as planned (id, key)
      where social_posts.user_id = ${ownerId} and social_posts.id = planned.id`.execute(this.tables);
  }

  /** By which items of the campaign's calendar something is out, is on its way, or may be out. */
  async out(ownerId: string, campaignId: string): Promise<string[]> {
    const { rows } = await sql<{ planned_as: string }>`
      select planned_as from social_posts
      where user_id = ${ownerId} and campaign_id = ${campaignId} and planned_as is not null
        and (status in ('published', 'unknown') or posted_at is not null or post_id is not null
          or (status = 'publishing' and (wanted is distinct from 'cancelled' or armed_at is not null)))`.execute(
      this.tables,
    );
    return rows.map(({ planned_as }) => planned_as);
  }

  /** What is scheduled is a draft and waits, and so will what is in hand unless it is sent. Answers how many. */
  pause(ownerId: string, campaignId: string): Promise<number> {
    return this.changed(sql`
      update social_posts set wanted = case when ${IN_HAND} then 'paused' end, paused = status = 'scheduled',
        paused_with_campaign = status = 'scheduled', status = case when status = 'scheduled' then 'draft' else status end
      where user_id = ${ownerId} and campaign_id = ${campaignId}
        and (status = 'scheduled' or (${IN_HAND} and wanted is null))`);
  }

  /**
   * What waits with its campaign is scheduled again, for when it was; what would have gone out meanwhile is due now. One that was held
   * by itself waits on.
   */
  async resume(ownerId: string, campaignId: string): Promise<ResumedPost[]> {
    const { rows } = await sql<ResumedPost & { readonly status: string }>`
      update social_posts set wanted = null, ${GOES_ON}
      where user_id = ${ownerId} and campaign_id = ${campaignId}
        and ((${WAITS} and paused_with_campaign and scheduled_time is not null) or (${IN_HAND} and wanted = 'paused'))
      returning id, scheduled_time, status`.execute(this.tables);
    return rows.filter(({ status }) => status === 'scheduled');
  }

  /** One that is scheduled is a draft and waits, whatever becomes of its campaign. */
  async hold(ownerId: string, id: string): Promise<void> {
    await sql`
      update social_posts set status = 'draft', paused = true, paused_with_campaign = false
      where user_id = ${ownerId} and id = ${id} and status = 'scheduled'`.execute(this.tables);
  }

  /** One that waits is scheduled again, as all of a campaign are; undefined where it does not wait. */
  async letGo(ownerId: string, id: string): Promise<ResumedPost | undefined> {
    const { rows } = await sql<ResumedPost>`
      update social_posts set ${GOES_ON}
      where user_id = ${ownerId} and id = ${id} and ${WAITS} and scheduled_time is not null
      returning id, scheduled_time`.execute(this.tables);
    return rows[0];
  }

  /** What is scheduled or waits is a draft without a time, and so will be what is in hand unless it is sent. Answers how many. */
  cancel(ownerId: string, campaignId: string): Promise<number> {
    return this.changed(sql`
      update social_posts set paused = false, wanted = case when ${IN_HAND} then 'cancelled' end,
        scheduled_time = case when ${IN_HAND} then scheduled_time end,
        late_by_seconds = case when ${IN_HAND} then late_by_seconds end,
        status = case when ${IN_HAND} then status else 'draft' end
      where user_id = ${ownerId} and campaign_id = ${campaignId}
        and (status = 'scheduled' or (${WAITS}) or (${IN_HAND}))`);
  }

  /** How many are scheduled, wait, or are in hand. */
  async waiting(ownerId: string, campaignId: string): Promise<number> {
    const { rows } = await sql<{ posts: number }>`
      select count(*)::int as posts from social_posts
      where user_id = ${ownerId} and campaign_id = ${campaignId}
        and (status = 'scheduled' or (${WAITS}) or (${IN_HAND}))`.execute(this.tables);
    return rows[0]?.posts ?? 0;
  }

  private async changed(statement: ReturnType<typeof sql>): Promise<number> {
    const { numAffectedRows = 0n } = await statement.execute(this.tables);
    return Number(numAffectedRows);
  }
}
