import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { Condition } from '#platform/clock/look.repository';
import { Database } from '#platform/database/database';

/** Something a reader did that other rooms are told of, once. */
export interface ReaderEvent {
  id: string;
  ownerId: string;
  leadId: string | null;
  emailNorm: string;
  kind: 'opened' | 'clicked';
  /** Null for a single mail. */
  campaignId: string | null;
  /** Where the link of a click leads. */
  link: string | null;
  at: string;
}

/** What readers of every owner's mail did and nobody has been told of. */
@Injectable()
export class MailFeed {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('email_events', 'email_messages', 'email_links');
  }

  /** Whether an event waits to be told. */
  waits(): Condition {
    return sql<boolean>`
      exists (select from email_events where not told and event_type in ('opened', 'clicked'))`;
  }

  /** Takes the oldest, whoever else is taking: they are told when the transaction ends, and else are still to be told. */
  take(atMost: number): Promise<ReaderEvent[]> {
    return this.database.asService('email.tell', async () => {
      const { rows } = await sql<ReaderEvent>`
        with untold as (
          update email_events set told = true where id = any(array(
            select id from email_events where not told and event_type in ('opened', 'clicked')
            order by timestamp, id limit ${sql.lit(atMost)} for update skip locked))
          returning id, message_id, campaign_id, created_by, event_type, timestamp, metadata
        )
        select untold.id, untold.created_by as "ownerId", message.lead_id as "leadId", message.email_norm as "emailNorm",
          untold.event_type as kind, untold.campaign_id as "campaignId", link.url as link, untold.timestamp as at
        from untold join email_messages as message on message.id = untold.message_id
        left join email_links as link on link.id = (untold.metadata ->> 'link_id')::uuid
          and link.created_by = untold.created_by`.execute(this.tables);
      return rows;
    });
  }
}
