import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '#platform/database/database';
import type { MergeFields } from '../templates/merge-fields.js';

/** What a mail was made from, kept with its message. */
export interface SentMail {
  readonly mailingId: string;
  /** The revision of a standing mailing, or the variant of an experiment. */
  readonly contentId: string | null;
  readonly email: string;
  readonly merge: MergeFields;
}

/** Mails that have left the house, as whoever has their signed link may see them. */
@Injectable()
export class ViewRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('email_messages');
  }

  /** Undefined for one that never left, that left longer ago, or whose message is gone. */
  async sent(messageId: string, days: number): Promise<SentMail | undefined> {
    const { rows } = await this.database.asService('email.track', () =>
      sql<SentMail>`
        select email_campaign_id as "mailingId", coalesce(content_id, variant_id) as "contentId", email, merge
        from email_messages
        where id = ${messageId} and state in ('sending', 'sent', 'unknown')
          and armed_at > now() - ${days} * interval '1 day'`.execute(this.tables),
    );
    return rows[0];
  }
}
