import { Injectable } from '@nestjs/common';
import { type RawBuilder, sql } from 'kysely';
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

/** Sooner behind the handover nobody has found the mail, opened it and followed a link. */
const READER_TAKES_SECONDS = 3;
/** Different links of one mail are not followed by one reader within this time. */
const BURST_SECONDS = 2;
/** A click is judged once all others of its burst are there. */
const JUDGED_AFTER_SECONDS = BURST_SECONDS + 1;

/** Whether an event can be judged: an open at once, a click when what came with it is known. */
const CAN_BE_JUDGED = sql<boolean>`(event_type = 'opened'
  or timestamp < now() - ${sql.lit(JUDGED_AFTER_SECONDS)} * interval '1 second')`;

/**
 * Scanners of mail follow links as a browser does, but not as a reader: as soon as they have the mail, and all of them at once. Whether
 * that is true of the click `event` of `message`.
 */
const IS_CLICK_OF_MACHINE = sql<boolean>`event.event_type = 'clicked' and (
  event.timestamp < message.settled_at + ${sql.lit(READER_TAKES_SECONDS)} * interval '1 second'
  or exists (
    select from email_events other
    where other.message_id = event.message_id and other.event_type = 'clicked'
      and other.timestamp between event.timestamp - ${sql.lit(BURST_SECONDS)} * interval '1 second'
        and event.timestamp + ${sql.lit(BURST_SECONDS)} * interval '1 second'
      and coalesce(other.metadata ->> 'link_id', other.metadata ->> 'url')
        <> coalesce(event.metadata ->> 'link_id', event.metadata ->> 'url')))`;

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
      exists (select from email_events where not told and event_type in ('opened', 'clicked')
        and ${CAN_BE_JUDGED})`;
  }

  /**
   * Takes the oldest, whoever else is taking: they are told when the transaction ends, and else are still to be told. A click that turns
   * out to be a machine's is counted no longer, and told to nobody.
   */
  take(atMost: number): Promise<ReaderEvent[]> {
    return this.database.asService('email.tell', async () => {
      const { rows } = await sql<ReaderEvent>`
        with picked as materialized (
          select id from email_events
          where not told and event_type in ('opened', 'clicked') and ${CAN_BE_JUDGED}
          order by timestamp, id limit ${sql.lit(atMost)} for update skip locked
        ), judged as materialized (
          select event.id, event.message_id, ${IS_CLICK_OF_MACHINE} as by_machine
          from picked join email_events event on event.id = picked.id
          join email_messages message on message.id = event.message_id
        ), ${takenBack()}, untold as (
          update email_events event set told = true, is_machine = coalesce(judged.by_machine, false)
          from judged where event.id = judged.id
          returning event.id, event.message_id, campaign_id, created_by, event_type, timestamp, metadata, is_machine
        )
        select untold.id, untold.created_by as "ownerId", message.lead_id as "leadId", message.email_norm as "emailNorm",
          untold.event_type as kind, untold.campaign_id as "campaignId", link.url as link, untold.timestamp as at
        from untold join email_messages as message on message.id = untold.message_id
        left join email_links as link on link.id = (untold.metadata ->> 'link_id')::uuid
          and link.created_by = untold.created_by
        where not untold.is_machine`.execute(this.tables);
      return rows;
    });
  }
}

/** Takes clicks of `judged` that are a machine's out of what is counted for their messages, which keep what readers did. */
function takenBack(): RawBuilder<unknown> {
  return sql`mistaken as (
          select machine.message_id, machine.clicks, min(event.timestamp) as seen,
            min(event.timestamp) filter (where event.event_type = 'clicked') as clicked
          from (select message_id, count(*) as clicks from judged where by_machine group by message_id) machine
          left join email_events event on event.message_id = machine.message_id and not event.is_machine
            and event.event_type in ('opened', 'clicked')
            and event.id not in (select id from judged where by_machine)
          group by machine.message_id, machine.clicks
        ), taken_back as (
          update email_messages m set
            click_count = greatest(m.click_count - b.clicks, 0),
            clicked_at = case when m.click_count > b.clicks then coalesce(b.clicked, m.clicked_at) end,
            opened_at = case when m.open_count > 0 or m.click_count > b.clicks then coalesce(b.seen, m.opened_at) end
          from mistaken b where m.id = b.message_id
        )`;
}
