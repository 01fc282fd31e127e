import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '#platform/database/database';
import type { MailingState } from '../mailing.repository.js';
import type { Metric } from './experiment.dto.js';

/** What came of the mails of one variant that were in the test. */
export interface VariantFigures {
  readonly variant: string;
  readonly recipients: number;
  readonly delivered: number;
  readonly successes: number;
}

/** How far a test has come. */
export interface TestProgress {
  readonly mailing: MailingState;
  /** All recipients of the mailing have been added. */
  readonly planned: boolean;
  /** Tested recipients whose mail has no end yet. */
  readonly open: number;
  /** When the last of them had one. */
  readonly lastAt: string | null;
  /** Recipients who wait for the winner. */
  readonly waiting: number;
}

/** Mail services that fetch pictures for everybody, whether or not anybody looks; the bare name is Apple's. */
const PROXIES = '(ImageProxy|MailProxy|ggpht)|^(Mozilla/5\\.0)?$';
const RELEASED_AT_ONCE = 5_000;

/** The mails of an experiment: what readers made of them, and those that wait for its winner. */
@Injectable()
export class TestedMailRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('email_campaigns', 'email_messages', 'email_events');
  }

  /** By variant. A click is also an open; an open that a proxy has made says nothing of the reader. */
  async figures(ownerId: string, campaignId: string, metric: Metric): Promise<VariantFigures[]> {
    const succeeded =
      metric === 'clicks'
        ? sql`m.clicked_at is not null`
        : sql`(m.clicked_at is not null or exists (
            select from email_events e where e.message_id = m.id and e.event_type = 'opened' and not e.is_machine
              and coalesce(e.user_agent, '') !~* ${PROXIES}))`;
    const { rows } = await sql<VariantFigures>`
      select m.variant_id as variant, count(*)::integer as recipients,
        (count(*) filter (where m.state = 'sent' and m.bounced_at is null))::integer as delivered,
        (count(*) filter (where m.state = 'sent' and m.bounced_at is null and ${succeeded}))::integer as successes
      from email_campaigns c join email_messages m on m.email_campaign_id = c.id
      where c.campaign_id = ${campaignId} and c.created_by = ${ownerId} and m.variant_id is not null
      group by m.variant_id`.execute(this.tables);
    return rows;
  }

  async progress(ownerId: string, campaignId: string): Promise<TestProgress | undefined> {
    const { rows } = await sql<TestProgress>`
      select c.state as mailing, c.planned, t.open, t."lastAt",
        (select count(*)::integer from email_messages m
         where m.email_campaign_id = c.id and m.state = 'queued' and m.due_at = 'infinity') as waiting
      from email_campaigns c cross join lateral (
        select (count(*) filter (where m.settled_at is null))::integer as open, max(m.settled_at) as "lastAt"
        from email_messages m where m.email_campaign_id = c.id and m.variant_id is not null
      ) t
      where c.campaign_id = ${campaignId} and c.created_by = ${ownerId}`.execute(this.tables);
    return rows[0];
  }

  /** Gives the next few thousand of those who wait their variant, once for all; answers how many. */
  async release(ownerId: string, campaignId: string, variantId: string): Promise<number> {
    const { numAffectedRows } = await sql`
      update email_messages set
        variant_id = ${variantId}, due_at = greatest(now(), wanted_at)
      where id = any(array(
        select m.id from email_campaigns c join email_messages m on m.email_campaign_id = c.id
        where c.campaign_id = ${campaignId} and c.created_by = ${ownerId}
          and m.state = 'queued' and m.due_at = 'infinity' and m.variant_id is null
        limit ${RELEASED_AT_ONCE} for update of m skip locked
      ))`.execute(this.tables);
    return Number(numAffectedRows ?? 0n);
  }
}
