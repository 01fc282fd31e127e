import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '#platform/database/database';
import { type HoldReason, waitsFor } from './hold-reasons.js';

/** Lets mailings wait whose mail cannot leave at the moment. */
@Injectable()
export class HoldRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('email_campaigns', 'email_messages');
  }

  /** Nothing of the mailing is claimed before this time. A longer hold stays. */
  async hold(mailingId: string, reason: HoldReason, until: Date): Promise<void> {
    await this.database.asService('email.claim', () =>
      sql`
        update email_campaigns set hold_reason = ${reason}, hold_until = ${until.toISOString()}::timestamptz
        where id = ${mailingId} and (hold_until is null or hold_until < ${until.toISOString()}::timestamptz)`.execute(
        this.tables,
      ),
    );
  }

  /**
   * Mailings of the owners that are held for one of these reasons are looked at again in a second: by then no process believes
   * what it was told before.
   */
  async release(ownerIds: readonly string[], reasons: readonly HoldReason[]): Promise<void> {
    await this.database.asService('email.claim', () =>
      sql`
        with held as (
          select id from email_campaigns
          where created_by = any (${ownerIds}::uuid[]) and hold_reason = any (${reasons}::text[])
            and hold_until > now() + interval '1 second'
          order by id for no key update
        )
        update email_campaigns c set hold_until = now() + interval '1 second' from held where c.id = held.id`.execute(
        this.tables,
      ),
    );
  }

  /** Mails of the owner that wait by themselves for one of these reasons are due, unless their reader is paused besides. */
  async releaseMails(ownerId: string, reasons: readonly HoldReason[]): Promise<void> {
    await this.database.asService('email.claim', () =>
      sql`
        with waiting as (
          select m.id from email_campaigns c
          join email_messages m on m.email_campaign_id = c.id and m.state = 'queued' and m.due_at > now()
            and m.due_at < 'infinity'
          where c.created_by = ${ownerId} and c.state in ('sending', 'paused')
            and m.response = any (${reasons.map(waitsFor)}::text[])
          for update of m skip locked
        )
        update email_messages m set due_at = now() where m.id = any (array(select id from waiting))`.execute(
        this.tables,
      ),
    );
  }
}
