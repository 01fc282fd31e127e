import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { normaliseMailAddress } from '#kernel/address';
import { newId } from '#kernel/ids';
import { Database } from '#platform/database/database';
import { MailingNotFound } from './email.errors.js';
import type { KeptTrip } from './breaker/breaker.repository.js';
import type { HoldReason } from './delivery/hold-reasons.js';
import { storedMailSettings } from './mail-settings.js';
import type { Tracking } from './privacy/tracking.js';
import type { Split } from './experiments/split.js';
import type { AttachedFile } from './files/file.service.js';
import { IdentityUnverified } from './identities/identity.errors.js';
import type { LocalisedWords } from './writing/localised-mail.js';
import type { ComposedWords } from './writing/mail-words.js';

export type MailingState = 'planning' | 'sending' | 'paused' | 'stopped' | 'finished';

/** What one campaign sends by mail, and how far it has come. */
export interface Mailing {
  readonly id: string;
  readonly campaignId: string;
  readonly state: MailingState;
  readonly planned: boolean;
  readonly holdReason: HoldReason | null;
  readonly holdUntil: string | null;
  /** How its recipients are divided among the variants of its experiment. */
  readonly split: Split | null;
  readonly tracking: Tracking;
  /** What was counted of nobody in particular; known of one that was looked for. */
  readonly anonymous: { readonly opens: number; readonly clicks: number } | null;
  /** Why it has paused itself, where nobody has gone on yet; known of one that was looked for. */
  readonly trip: Pick<
    KeptTrip,
    'rate' | 'percent' | 'limit_percent' | 'mails' | 'troubled' | 'tripped_at'
  > | null;
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
  readonly templateVersion: number | null;
  readonly translations: Readonly<Record<string, ComposedWords>>;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly split: Split | null;
  /** Ids of files. */
  readonly attachments: readonly string[];
}

/** What is needed to write its mails. */
export interface MailingContent extends LocalisedWords {
  readonly transactional: boolean;
  readonly campaignId: string | null;
  /** The identity it is sent from; null for the sender of the platform. */
  readonly identityId: string | null;
  readonly fromName: string | null;
  readonly fromEmail: string | null;
  readonly replyTo: string | null;
  readonly linkIds: ReadonlyMap<string, string>;
  /** In their order. */
  readonly attachments: readonly AttachedFile[];
}

@Injectable()
export class MailingRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables(
      ...(['email_campaigns', 'email_contents', 'email_links', 'email_identities'] as const),
      ...(['email_variants', 'email_breaker_trips', 'email_files', 'email_anonymous_counts'] as const),
    );
  }

  /** Adds the mailing and its links in place of one that was given up before it began; undefined when the campaign has another. */
  async add(ownerId: string, mailing: NewMailing, urls: readonly string[]): Promise<Mailing | undefined> {
    const identityId = await this.identityOf(ownerId, mailing.fromEmail);
    await sql`
      delete from email_campaigns where campaign_id = ${mailing.campaignId} and created_by = ${ownerId}
        and state = 'stopped' and not planned`.execute(this.tables);
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
        identity_id: identityId,
        template_version: mailing.templateVersion,
        translations: JSON.stringify(mailing.translations),
        settings: JSON.stringify(mailing.settings),
        attachments: JSON.stringify(mailing.attachments),
        split: mailing.split && JSON.stringify(mailing.split),
      })
      .onConflict((conflict) => conflict.doNothing())
      .returning(COLUMNS)
      .executeTakeFirst();
    if (!added) return undefined;
    const links = urls.map((url) => ({ id: newId(), email_campaign_id: added.id, created_by: ownerId, url }));
    if (links.length > 0) await this.tables.insertInto('email_links').values(links).execute();
    return toMailing(added);
  }

  /** The identity of the address, if the owner has one. Throws `email/identity-unverified` before it is shown to be theirs. */
  async identityOf(ownerId: string, fromEmail: string | null): Promise<string | null> {
    if (fromEmail === null) return null;
    const identity = await this.tables
      .selectFrom('email_identities')
      .select(['id', 'verified_at'])
      .where('created_by', '=', ownerId)
      .where('from_norm', '=', normaliseMailAddress(fromEmail))
      .executeTakeFirst();
    if (identity?.verified_at === null) throw new IdentityUnverified(fromEmail);
    return identity?.id ?? null;
  }

  async find(ownerId: string, campaignId: string): Promise<Mailing | undefined> {
    const row = await this.tables
      .selectFrom('email_campaigns')
      .select([...COLUMNS, TRIP, ANONYMOUS])
      .where(ofCampaign(campaignId))
      .where('created_by', '=', ownerId)
      .executeTakeFirst();
    return row && { ...toMailing(row), trip: row.trip, anonymous: row.anonymous };
  }

  /** The mailing, kept from changing its state until the running transaction ends. */
  async lock(ownerId: string, campaignId: string): Promise<Mailing> {
    const row = await this.tables
      .selectFrom('email_campaigns')
      .select(COLUMNS)
      .where(ofCampaign(campaignId))
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

  /**
   * Its words and links, or those of a revision of a standing mailing or of a variant of an experiment, for whichever owner's
   * mail a worker has claimed.
   */
  contentOf(mailingId: string, contentId: string | null): Promise<MailingContent> {
    return this.database.asService('email.claim', async () => {
      const { rows } = await sql<ContentRow>`
        select c.transactional, coalesce(c.campaign_id, c.about_campaign_id) as "campaignId",
          case when k.id is null then c.identity_id else k.identity_id end as "identityId",
          coalesce(k.subject_line, v.words ->> 'subject', c.subject_line) as subject,
          coalesce(k.html, v.words ->> 'html', c.html) as html,
          case when k.id is not null then k.text when v.id is not null then v.words ->> 'text' else c.text end as text,
          coalesce(k.translations, v.words -> 'translations', c.translations) as translations,
          coalesce(k.links, l.links, '{}') as links, coalesce(v.from_name, c.from_name) as "fromName",
          c.from_email as "fromEmail", c.reply_to as "replyTo", ${ATTACHED} as attachments
        from email_campaigns c
        left join email_contents k on k.id = ${contentId}::uuid and k.email_campaign_id = c.id
        left join email_variants v on v.id = ${contentId}::uuid and v.created_by = c.created_by
        left join lateral (
          select jsonb_object_agg(url, id) as links from email_links where email_campaign_id = c.id and k.id is null
        ) l on true
        where c.id = ${mailingId}`.execute(this.tables);
      const [row] = rows;
      if (!row) throw new MailingNotFound(mailingId);
      const { links, ...content } = row;
      return { ...content, linkIds: new Map(Object.entries(links)) };
    });
  }
}

interface ContentRow extends Omit<MailingContent, 'linkIds'> {
  readonly links: Readonly<Record<string, string>>;
}

const HELD = ['hold_reason', 'hold_until'] as const;
const COLUMNS = ['id', 'campaign_id', 'state', 'planned', ...HELD, 'split', 'settings'] as const;

const TRIP = sql<Mailing['trip']>`(
  select row_to_json(t) from email_breaker_trips t
  where t.email_campaign_id = email_campaigns.id and t.acknowledged_at is null)`.as('trip');

/** One that is gone stays in the list, so that no mail leaves without it. */
const ATTACHED = sql`(
  select coalesce(json_agg(json_build_object('id', a.id, 'name', coalesce(f.name, ''),
    'mediaType', coalesce(f.media_type, ''), 'bytes', coalesce(f.bytes, 0)) order by a.place), '[]')
  from jsonb_array_elements_text(coalesce(k.attachments, c.attachments)) with ordinality as a(id, place)
  left join email_files f on f.id = a.id::uuid and f.created_by = c.created_by)`;

const ANONYMOUS = sql<Mailing['anonymous']>`(
  select json_build_object('opens', sum(a.opens), 'clicks', sum(a.clicks)) from email_anonymous_counts a
  where a.email_campaign_id = email_campaigns.id having count(*) > 0)`.as('anonymous');

interface MailingRow {
  id: string;
  campaign_id: string | null;
  state: string;
  planned: boolean;
  hold_reason: string | null;
  hold_until: unknown;
  split: unknown;
  settings: unknown;
}

/** A standing mailing belongs to no campaign's audience and goes by its own id. */
function ofCampaign(id: string) {
  return sql<boolean>`(campaign_id = ${id} or id = ${id} and standing_key is not null)`;
}

function toMailing(row: MailingRow): Mailing {
  return {
    id: row.id,
    campaignId: row.campaign_id ?? row.id,
    state: row.state as MailingState,
    planned: row.planned,
    holdReason: row.hold_reason as HoldReason | null,
    holdUntil: row.hold_until as string | null,
    split: row.split as Split | null,
    tracking: storedMailSettings(row.settings)?.tracking ?? 'individual',
    trip: null,
    anonymous: null,
  };
}
