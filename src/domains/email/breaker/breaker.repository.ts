import { Injectable } from '@nestjs/common';
import { type RawBuilder, sql } from 'kysely';
import { newId } from '#kernel/ids';
import { Database } from '#platform/database/database';
import type { BreakerFigures, BreakerRate, Trip } from './breaker-limits.js';

/** A mailing that is being sent, and what went wrong with its mails since it is watched. */
export interface TroubledMailing extends Omit<BreakerFigures, 'mails'> {
  readonly id: string;
  readonly ownerId: string;
  readonly campaignId: string;
  readonly settings: unknown;
}

/** A pause that a mailing has given itself. */
export interface KeptTrip {
  readonly id: string;
  readonly rate: BreakerRate;
  readonly percent: number;
  readonly limit_percent: number;
  readonly mails: number;
  readonly troubled: number;
  readonly tripped_at: string;
  readonly told_to: string | null;
  readonly told_at: string | null;
  readonly acknowledged_at: string | null;
  readonly acknowledged_by: string | null;
}

const SHOWN = 20;

/** Mails of the mailing `c` that were complained of, each once. */
const COMPLAINED = sql`(
  select count(distinct e.message_id) from email_events e join email_messages sent on sent.id = e.message_id
  where e.campaign_id = c.campaign_id and e.created_by = c.created_by and e.event_type = 'complained'
    and e.timestamp >= c.watched_since and sent.settled_at >= c.watched_since)::integer`;

/**
 * Counts what goes wrong, and keeps what was done about it. What comes back late of mails that left before a mailing was watched
 * anew is not held against those that have left since.
 */
@Injectable()
export class BreakerRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('email_campaigns', 'email_messages', 'email_events', 'email_breaker_trips');
  }

  /** Mailings under way of which anything has gone wrong: counted by partial indexes, so that good mailings cost nothing. */
  async troubled(): Promise<TroubledMailing[]> {
    const { rows } = await sql<TroubledMailing>`
      select c.id, c.created_by as "ownerId", c.campaign_id as "campaignId", c.settings, t.*
      from email_campaigns c cross join lateral (select
        (select count(*) from email_messages m
         where m.email_campaign_id = c.id and m.bounced_at >= c.watched_since
           and m.settled_at >= c.watched_since)::integer as "hardBounced",
        (select count(*) from email_messages m
         where m.email_campaign_id = c.id and m.state = 'failed' and m.settled_at >= c.watched_since)::integer as failed,
        ${COMPLAINED} as complained
      ) t
      where c.state = 'sending' and c.campaign_id is not null and t."hardBounced" + t.failed + t.complained > 0`.execute(
      this.tables,
    );
    return rows;
  }

  /** What became of the mails of mailings since they are watched, by campaign, all as of one moment. */
  figuresOf(campaignIds: readonly string[]): Promise<Map<string, BreakerFigures>> {
    return this.counted(sql`c.campaign_id = any(${[...campaignIds]}::uuid[])`);
  }

  /** Pauses the mailing and keeps why; false when it is not being sent any more. */
  async trip({ id, ownerId, campaignId }: TroubledMailing, trip: Trip): Promise<boolean> {
    const { rows } = await sql`
      with paused as (
        update email_campaigns set state = 'paused', updated_at = now()
        where id = ${id} and state = 'sending' returning id
      )
      insert into email_breaker_trips (id, created_by, email_campaign_id, campaign_id, rate, percent, limit_percent, mails, troubled)
      select ${newId()}::uuid, ${ownerId}::uuid, id, ${campaignId}::uuid, ${trip.rate}, ${trip.percent}::float8,
        ${trip.limitPercent}::float8, ${trip.mails}::integer, ${trip.troubled}::integer
      from paused
      on conflict do nothing
      returning id`.execute(this.tables);
    return rows.length > 0;
  }

  /** Those of a campaign, newest first. */
  async trips(ownerId: string, campaignId: string): Promise<KeptTrip[]> {
    const rows = await this.tables
      .selectFrom('email_breaker_trips')
      .select(COLUMNS)
      .where('created_by', '=', ownerId)
      .where('campaign_id', '=', campaignId)
      .orderBy('tripped_at', 'desc')
      .orderBy('id', 'desc')
      .limit(SHOWN)
      .execute();
    return rows as unknown as KeptTrip[];
  }

  /** What became of the mails of one mailing since it is watched. */
  async figures(ownerId: string, campaignId: string): Promise<BreakerFigures> {
    const counted = await this.counted(sql`c.created_by = ${ownerId} and c.campaign_id = ${campaignId}`);
    return counted.get(campaignId) ?? { mails: 0, hardBounced: 0, failed: 0, complained: 0 };
  }

  /** Whom to tell: where the owner has signed up, else where answers to the mailing go. */
  async addressee(ownerId: string, campaignId: string): Promise<Addressee | undefined> {
    const { rows } = await this.database.asService('email.claim', () =>
      sql<Addressee>`
        select name, settings, coalesce(app.mail_address_of(created_by), reply_to, from_email) as address
        from email_campaigns where campaign_id = ${campaignId} and created_by = ${ownerId}`.execute(
        this.tables,
      ),
    );
    return rows[0];
  }

  /**
   * The mail about the trip begins to leave and is never sent again; false when it has left before. Says itself who asks: a
   * connection of the mail server that was opened by others calls it in their name.
   */
  async told(ownerId: string, tripId: string, to: string): Promise<boolean> {
    const { numUpdatedRows } = await this.database.as(ownerId, () =>
      this.tables
        .updateTable('email_breaker_trips')
        .set({ told_to: to, told_at: sql`now()` })
        .where('id', '=', tripId)
        .where('created_by', '=', ownerId)
        .where('told_at', 'is', null)
        .executeTakeFirst(),
    );
    return numUpdatedRows > 0n;
  }

  private async counted(meant: RawBuilder<unknown>): Promise<Map<string, BreakerFigures>> {
    const { rows } = await sql<BreakerFigures & { campaignId: string }>`
      select c.campaign_id as "campaignId",
        (count(*) filter (where m.settled_at >= c.watched_since and m.state in ('sent', 'failed', 'unknown')))::integer as mails,
        (count(*) filter (where m.bounced_at >= c.watched_since and m.settled_at >= c.watched_since))::integer as "hardBounced",
        (count(*) filter (where m.settled_at >= c.watched_since and m.state = 'failed'))::integer as failed,
        ${COMPLAINED} as complained
      from email_campaigns c join email_messages m on m.email_campaign_id = c.id
      where ${meant} group by c.id`.execute(this.tables);
    return new Map(rows.map(({ campaignId, ...figures }) => [campaignId, figures]));
  }
}

export interface Addressee {
  readonly name: string;
  readonly settings: unknown;
  readonly address: string | null;
}

const COLUMNS = [
  ...(['id', 'rate', 'percent', 'limit_percent', 'mails', 'troubled', 'tripped_at'] as const),
  ...(['told_to', 'told_at', 'acknowledged_at', 'acknowledged_by'] as const),
] as const;
