import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { Condition } from '#platform/clock/look.repository';
import { Database } from '#platform/database/database';

const AT_ONCE = 2_000;

export interface FinishedMailing {
  readonly ownerId: string;
  readonly campaignId: string;
}

/** What no single worker does for its own messages: leases that ran out, stopped mailings, mailings that are over. */
@Injectable()
export class UpkeepRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('email_campaigns', 'email_messages');
  }

  /** Whether a worker would find anything to do. */
  isAnythingDue(): Condition {
    return sql<boolean>`
      exists (
        select from email_campaigns c
        left join lateral (
          select m.due_at from email_messages m
          where m.email_campaign_id = c.id and m.state = 'queued'
          order by m.due_at limit 1
        ) next on true
        where (c.state = 'sending' or c.leftovers) and (
          c.leftovers
          or (c.hold_until is null or c.hold_until <= now()) and next.due_at <= now()
              and c.created_by <> all ((select app.owners_at_rest())::uuid[])
          or c.planned and next.due_at is null and not exists (
            select from email_messages m where m.email_campaign_id = c.id and m.state in ('claimed', 'sending')))
      ) or exists (
        select from email_messages m where m.state in ('claimed', 'sending') and m.lease_until < now()
      )`;
  }

  /** Leases that ran out: what had not been armed goes back to the queue, what had is unknown, for a person to decide. */
  async reap(): Promise<void> {
    await this.database.asService('email.claim', () =>
      sql`
        with expired as (
          select id from email_messages
          where state in ('claimed', 'sending') and lease_until < now()
          limit ${AT_ONCE}
          for update skip locked
        )
        update email_messages m set
          state = case m.state when 'sending' then 'unknown' else 'queued' end,
          settled_at = case m.state when 'sending' then now() end,
          response = case m.state when 'sending' then 'The worker stopped while it was handing the mail over.'
                     else m.response end,
          skip_reason = null, lease_until = null
        where m.id = any (array(select id from expired))`.execute(this.tables),
    );
  }

  /**
   * Marks the next part of what stopped mailings have left; false when nothing is left to mark. One is looked after until nothing of it
   * is in anybody's hands either: what a lost worker had claimed comes back to the queue.
   */
  sweepStopped(): Promise<boolean> {
    return this.database.asService('email.claim', async () => {
      const { numAffectedRows = 0n } = await sql`
        with waiting as (
          select m.id from email_campaigns c
          cross join lateral (
            select id from email_messages
            where email_campaign_id = c.id and state = 'queued'
            limit ${AT_ONCE} for update skip locked
          ) m
          where c.leftovers
          limit ${AT_ONCE}
        )
        update email_messages m set state = 'skipped', skip_reason = 'campaign_stopped', settled_at = now()
        where m.id = any (array(select id from waiting))`.execute(this.tables);
      if (numAffectedRows > 0n) return true;
      await sql`
        update email_campaigns c set leftovers = false
        where leftovers and not exists (
          select from email_messages m
          where m.email_campaign_id = c.id and m.state in ('queued', 'claimed', 'sending'))`.execute(
        this.tables,
      );
      return false;
    });
  }

  /** Ends mailings of which nothing is left. Answers those that ended for the first time: each is told of once. */
  finish(): Promise<FinishedMailing[]> {
    return this.database.asService('email.claim', async () => {
      const over = sql`
        state = 'sending' and planned
        and (select m.id from email_messages m where m.email_campaign_id = c.id and m.state = 'queued'
             order by m.due_at limit 1) is null
        and not exists (select from email_messages m
                        where m.email_campaign_id = c.id and m.state in ('claimed', 'sending'))`;
      const { rows } = await sql<FinishedMailing>`
        update email_campaigns c set state = 'finished', finished_at = now()
        where finished_at is null and ${over}
        returning created_by as "ownerId", campaign_id as "campaignId"`.execute(this.tables);
      // One that was reopened for a message sent again by hand ends quietly.
      await sql`update email_campaigns c set state = 'finished' where finished_at is not null and ${over}`.execute(
        this.tables,
      );
      return rows;
    });
  }
}
