import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '#platform/database/database';
import type { HoldReason } from './hold-reasons.js';

/** Lets mailings wait whose mail cannot leave at the moment. */
@Injectable()
export class HoldRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('email_campaigns');
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
}
