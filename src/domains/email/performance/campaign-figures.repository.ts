import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { Page } from '#kernel/page';
import { Database } from '#platform/database/database';
import { BY_ID, newestFirst } from '#platform/database/newest-first';
import type { PageQuery } from '#platform/http/page-query';
import { storedMailSettings } from '../mail-settings.js';
import { COUNTS_READERS } from '../privacy/tracking.js';
import type { EmailCampaign } from './campaign-figures.dto.js';
import { wasSent } from './mail-days.repository.js';

/** Mail that was sent, and what readers have made of it until now. */
export interface MailFigures {
  readonly sent: number;
  /** Sent and not returned. */
  readonly delivered: number;
  readonly bounced: number;
  readonly opened: number;
  readonly clicked: number;
  readonly unsubscribed: number;
}

/** How many opened and clicked for the first time within an hour. */
export interface HourPoint {
  /** When the hour began. */
  readonly timestamp: string;
  readonly opens: number;
  readonly clicks: number;
}

const FORMER_AT_MOST = 10;
const POINTS = 12;

/** Figures of mailings and of all mail of an owner. */
@Injectable()
export class CampaignFiguresRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('email_campaigns', 'email_messages', 'email_events');
  }

  /** Mailings of campaigns with their totals, newest first. */
  async list(ownerId: string, page: PageQuery): Promise<Page<EmailCampaign>> {
    const mailings = this.tables
      .selectFrom('email_campaigns')
      .select([
        'id',
        'campaign_id',
        'name',
        'subject_line',
        'template_id',
        'template_version',
        'state',
        'created_at',
        'settings',
      ])
      .where('created_by', '=', ownerId)
      .where('campaign_id', 'is not', null);
    const { items, nextCursor } = await newestFirst(mailings, page, BY_ID);
    const totals = await this.totals(
      ownerId,
      items.map(({ id }) => id),
    );
    const nothing = { send_date: null, sent: 0, delivered: 0, opened: 0, clicked: 0, unsubscribed: 0 };
    const listed = items.map(({ settings, ...mailing }) => {
      const tracking = storedMailSettings(settings)?.tracking ?? 'individual';
      const known = (readers: number) => (tracking === 'individual' ? readers : null);
      const { send_date, sent, delivered, opened, clicked, unsubscribed } = totals.get(mailing.id) ?? nothing;
      return {
        ...mailing,
        send_date,
        total_sent: sent,
        total_delivered: delivered,
        total_opened: known(opened),
        total_clicked: known(clicked),
        total_unsubscribed: unsubscribed,
        tracking,
      } as EmailCampaign;
    });
    return { items: listed, nextCursor };
  }

  private async totals(ownerId: string, ids: readonly string[]) {
    type Totals = MailFigures & { id: string; send_date: string | null };
    if (ids.length === 0) return new Map<string, Totals>();
    const { rows } = await sql<Totals>`
      select email_campaign_id as id, min(settled_at) as send_date, ${FIGURES}
      from email_messages
      where created_by = ${ownerId} and email_campaign_id = any(${[...ids]}::uuid[]) and ${WAS_SENT}
      group by email_campaign_id`.execute(this.tables);
    return new Map(rows.map((row) => [row.id, row]));
  }

  /** Of the mail of a mailing that was sent since. */
  async ofMailing(ownerId: string, mailingId: string, since: Date | null): Promise<MailFigures> {
    const { rows } = await sql<MailFigures>`
      select ${FIGURES} from email_messages
      where created_by = ${ownerId} and email_campaign_id = ${mailingId} and ${WAS_SENT} and ${sent(since)}`.execute(
      this.tables,
    );
    return rows[0]!;
  }

  /** Of all mail of an owner that was sent since; `watched` is what was delivered of mailings whose readers are counted one by one. */
  async ofOwner(ownerId: string, since: Date | null): Promise<MailFigures & { readonly watched: number }> {
    // What is sent again by hand belongs to a mailing that ended before: a month is left for that.
    const lately =
      since === null
        ? sql`true`
        : sql`(c.finished_at is null or c.finished_at >= ${since.toISOString()}::timestamptz - interval '30 days')`;
    const { rows } = await sql<MailFigures & { watched: number }>`
      select ${FIGURES}, (count(*) filter (where bounced_at is null and email_campaign_id in (
        select c.id from email_campaigns c
        where c.created_by = ${ownerId} and ${lately} and ${sql.raw(COUNTS_READERS)})))::int as watched
      from email_messages
      where created_by = ${ownerId} and ${WAS_SENT} and ${sent(since)} and email_campaign_id in (
        select c.id from email_campaigns c where c.created_by = ${ownerId} and ${lately})`.execute(
      this.tables,
    );
    return rows[0]!;
  }

  /** Of the mailings of campaigns before this one of which mail was sent and readers are known: the latest first, ten at most. */
  async before(ownerId: string, mailingId: string): Promise<MailFigures[]> {
    const { rows } = await sql<MailFigures>`
      select figures.* from (
        select c.id, c.created_at from email_campaigns c
        where c.created_by = ${ownerId} and c.campaign_id is not null and c.state <> 'planning' and ${sql.raw(COUNTS_READERS)}
          and (c.created_at, c.id) < (select created_at, id from email_campaigns where id = ${mailingId})
        order by c.created_at desc, c.id desc limit ${FORMER_AT_MOST}
      ) former cross join lateral (
        select ${FIGURES} from email_messages
        where created_by = ${ownerId} and email_campaign_id = former.id and ${WAS_SENT}
      ) figures
      where figures.delivered > 0 order by former.created_at desc, former.id desc`.execute(this.tables);
    return rows;
  }

  /** First opens and clicks by the hour, the oldest hour first: the last twelve hours of the span, those without any left out. */
  async hours(ownerId: string, mailingId: string | null, since: Date | null): Promise<HourPoint[]> {
    const from = new Date(Math.max(since?.getTime() ?? 0, Date.now() - POINTS * 3_600_000)).toISOString();
    const which = mailingId === null ? sql`true` : sql`email_campaign_id = ${mailingId}`;
    const { rows } = await sql<HourPoint>`
      select date_trunc('hour', at) as timestamp, count(*) filter (where what = 'open')::int as opens,
        count(*) filter (where what = 'click')::int as clicks
      from (
        select 'open' as what, opened_at as at from email_messages
        where created_by = ${ownerId} and ${which} and opened_at >= ${from}
        union all
        select 'click', clicked_at from email_messages
        where created_by = ${ownerId} and ${which} and clicked_at >= ${from}
      ) happened
      group by 1 order by 1 desc limit ${POINTS}`.execute(this.tables);
    return rows.toReversed();
  }

  /** Mails of a mailing that machines opened or clicked in; they are part of no other figure. */
  async machines(ownerId: string, campaignId: string, since: Date | null): Promise<number> {
    const when = since === null ? sql`true` : sql`timestamp >= ${since.toISOString()}`;
    const { rows } = await sql<{ mails: number }>`
      select count(distinct message_id)::int as mails from email_events
      where created_by = ${ownerId} and campaign_id = ${campaignId} and is_machine and ${when}`.execute(
      this.tables,
    );
    return rows[0]?.mails ?? 0;
  }
}

const WAS_SENT = wasSent('email_messages');
/** Of mail that was sent. */
const FIGURES = sql`
  count(*)::int as sent, count(*) filter (where bounced_at is null)::int as delivered,
  count(bounced_at)::int as bounced, count(opened_at)::int as opened, count(clicked_at)::int as clicked,
  count(unsubscribed_at)::int as unsubscribed`;

function sent(since: Date | null) {
  return since === null ? sql`true` : sql`settled_at >= ${since.toISOString()}`;
}
