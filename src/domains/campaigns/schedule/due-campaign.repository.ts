import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { Condition } from '#platform/clock/look.repository';
import { Database } from '#platform/database/database';

/** A campaign that is due, whoever's it is. */
export interface DueCampaign {
  readonly ownerId: string;
  readonly campaignId: string;
  /** What it was due for, ISO 8601 in UTC. */
  readonly dueAt: string;
}

const LOOKED_AT_AGAIN_MINUTES = 5;

/** Its owner's account is not about to be deleted. */
const IS_AT_WORK = sql`created_by <> all ((select app.owners_at_rest())::uuid[])`;

/** Campaigns of all tenants that are to start, or of which it is to be seen whether they are over. */
@Injectable()
export class DueCampaignRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('campaigns');
  }

  /** Whether a campaign is to be taken up. */
  isAnyDue(): Condition {
    return sql<boolean>`
      exists (select from campaigns where next_run_at <= now() and ${IS_AT_WORK})
      or exists (select from campaigns where settle_at <= now())`;
  }

  /** Takes the longest due that nobody else is taking: each is given out once. */
  takeStarts(atMost: number): Promise<DueCampaign[]> {
    return this.asClock(async () => {
      const { rows } = await sql<DueCampaign>`
        with due as (
          select id, next_run_at from campaigns where next_run_at <= now() and ${IS_AT_WORK}
          order by next_run_at limit ${atMost} for update skip locked
        )
        update campaigns set next_run_at = null from due where campaigns.id = due.id
        returning campaigns.created_by as "ownerId", campaigns.id as "campaignId", due.next_run_at as "dueAt"`.execute(
        this.tables,
      );
      return rows;
    });
  }

  /** The same for those that may be over. They are given out again until they are. */
  takeSettling(atMost: number): Promise<DueCampaign[]> {
    return this.asClock(async () => {
      const { rows } = await sql<DueCampaign>`
        with due as (
          select id, settle_at from campaigns where settle_at <= now()
          order by settle_at limit ${atMost} for update skip locked
        )
        update campaigns set settle_at = now() + ${LOOKED_AT_AGAIN_MINUTES} * interval '1 minute'
        from due where campaigns.id = due.id
        returning campaigns.created_by as "ownerId", campaigns.id as "campaignId", due.settle_at as "dueAt"`.execute(
        this.tables,
      );
      return rows;
    });
  }

  private asClock<Result>(work: () => Promise<Result>): Promise<Result> {
    return this.database.asService('campaigns.due', work);
  }
}
