import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { newId } from '#kernel/ids';
import { Database } from '#platform/database/database';
import { MailingNotFound } from './email.errors.js';

export type MailingState = 'planning' | 'sending' | 'paused' | 'stopped' | 'finished';

export type HoldReason = 'quiet_hours' | 'throttle' | 'unreadable_settings';

/** What one campaign sends by mail, and how far it has come. */
export interface Mailing {
  readonly id: string;
  readonly campaignId: string;
  readonly state: MailingState;
  readonly planned: boolean;
  readonly holdReason: HoldReason | null;
  readonly holdUntil: string | null;
}

export interface NewMailing {
  readonly campaignId: string;
  readonly name: string;
  readonly subject: string;
  readonly html: string;
  readonly text: string | null;
  readonly fromName: string | null;
  readonly fromEmail: string | null;
  readonly replyTo: string | null;
  readonly templateId: string | null;
  readonly settings: Readonly<Record<string, unknown>>;
}

/** What is needed to write its mails. */
export interface MailingContent {
  readonly subject: string;
  readonly html: string;
  readonly text: string | null;
  readonly fromName: string | null;
  readonly fromEmail: string | null;
  readonly replyTo: string | null;
  readonly settings: Record<string, unknown>;
  readonly linkIds: ReadonlyMap<string, string>;
}

@Injectable()
export class MailingRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('email_campaigns', 'email_links');
  }

  /** Adds the mailing and its links; undefined when the campaign already has one. */
  async add(ownerId: string, mailing: NewMailing, urls: readonly string[]): Promise<Mailing | undefined> {
    const added = await this.tables
      .insertInto('email_campaigns')
      .values({
        id: newId(),
        campaign_id: mailing.campaignId,
        created_by: ownerId,
        name: mailing.name,
        subject_line: mailing.subject,
        html: mailing.html,
        text: mailing.text,
        from_name: mailing.fromName,
        from_email: mailing.fromEmail,
        reply_to: mailing.replyTo,
        template_id: mailing.templateId,
        settings: JSON.stringify(mailing.settings),
      })
      .onConflict((conflict) => conflict.doNothing())
      .returning(COLUMNS)
      .executeTakeFirst();
    if (!added) return undefined;
    const links = urls.map((url) => ({ id: newId(), email_campaign_id: added.id, created_by: ownerId, url }));
    if (links.length > 0) await this.tables.insertInto('email_links').values(links).execute();
    return toMailing(added);
  }

  async find(ownerId: string, campaignId: string): Promise<Mailing | undefined> {
    const row = await this.tables
      .selectFrom('email_campaigns')
      .select(COLUMNS)
      .where('campaign_id', '=', campaignId)
      .where('created_by', '=', ownerId)
      .executeTakeFirst();
    return row && toMailing(row);
  }

  /** The mailing, kept from changing its state until the running transaction ends. */
  async lock(ownerId: string, campaignId: string): Promise<Mailing> {
    const row = await this.tables
      .selectFrom('email_campaigns')
      .select(COLUMNS)
      .where('campaign_id', '=', campaignId)
      .where('created_by', '=', ownerId)
      .forNoKeyUpdate()
      .executeTakeFirst();
    if (!row) throw new MailingNotFound(campaignId);
    return toMailing(row);
  }

  async change(
    ownerId: string,
    mailingId: string,
    change: { state?: MailingState; planned?: boolean; leftovers?: boolean },
  ): Promise<void> {
    await this.tables
      .updateTable('email_campaigns')
      .set({ ...change, updated_at: sql`now()` })
      .where('id', '=', mailingId)
      .where('created_by', '=', ownerId)
      .execute();
  }

  /** Its subject, bodies and links, for whichever owner's mailing a worker has claimed from. */
  contentOf(mailingId: string): Promise<MailingContent> {
    return this.database.asService('email.claim', async () => {
      const row = await this.tables
        .selectFrom('email_campaigns')
        .select(['subject_line', 'html', 'text', 'from_name', 'from_email', 'reply_to', 'settings'])
        .where('id', '=', mailingId)
        .executeTakeFirst();
      if (!row) throw new MailingNotFound(mailingId);
      const links = await this.tables
        .selectFrom('email_links')
        .select(['id', 'url'])
        .where('email_campaign_id', '=', mailingId)
        .execute();
      return {
        subject: row.subject_line,
        html: row.html,
        text: row.text,
        fromName: row.from_name,
        fromEmail: row.from_email,
        replyTo: row.reply_to,
        settings: row.settings as Record<string, unknown>,
        linkIds: new Map(links.map(({ id, url }) => [url, id])),
      };
    });
  }
}

const COLUMNS = ['id', 'campaign_id', 'state', 'planned', 'hold_reason', 'hold_until'] as const;

interface MailingRow {
  id: string;
  campaign_id: string | null;
  state: string;
  planned: boolean;
  hold_reason: string | null;
  hold_until: unknown;
}

function toMailing(row: MailingRow): Mailing {
  return {
    id: row.id,
    campaignId: row.campaign_id ?? '',
    state: row.state as MailingState,
    planned: row.planned,
    holdReason: row.hold_reason as HoldReason | null,
    holdUntil: row.hold_until as string | null,
  };
}
