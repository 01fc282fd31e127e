import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { newId } from '#kernel/ids';
import { Database } from '#platform/database/database';
import type { MergeFields } from '../templates/merge-fields.js';
import type { ComposedMail } from '../writing/mail-composer.js';

/** A mailing that stays open, and the revision that is posted now. */
export interface StandingMailing {
  readonly id: string;
  readonly contentId: string | null;
}

export interface StandingManner {
  readonly key: string;
  readonly name: string;
  readonly transactional: boolean;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly aboutCampaignId: string | null;
}

export interface PostedRow {
  readonly id: string;
  readonly lead_id: string | null;
  readonly email: string;
  readonly email_norm: string;
  readonly merge: MergeFields;
  readonly dedupe_key: string;
  readonly skip_reason: string | null;
  readonly due_at: string | null;
  readonly content_id: string | null;
}

export interface PostedMessage {
  readonly id: string;
  readonly dedupe_key: string;
  readonly email: string;
  readonly state: string;
  readonly skip_reason: string | null;
}

/** What became of a single mail so far. */
export interface MailState {
  readonly messageId: string;
  readonly state: 'queued' | 'claimed' | 'sending' | 'sent' | 'failed' | 'unknown' | 'skipped';
  readonly skipReason: string | null;
  readonly settledAt: string | null;
  readonly openedAt: string | null;
  readonly clickedAt: string | null;
  readonly bouncedAt: string | null;
  readonly unsubscribedAt: string | null;
}

/** Standing mailings, the revisions of their words, and the mails that are posted to them. */
@Injectable()
export class StandingMailingRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables(
      'email_campaigns',
      'email_contents',
      'email_links',
      'email_messages',
      'email_suppressions',
    );
  }

  /** The mailing as it was opened before; undefined when it was not, or not in this manner. */
  async find(ownerId: string, manner: StandingManner): Promise<StandingMailing | undefined> {
    const { rows } = await sql<StandingMailing>`
      select id, content_id as "contentId" from email_campaigns
      where created_by = ${ownerId} and standing_key = ${manner.key} and transactional = ${manner.transactional}
        and name = ${manner.name} and settings = ${JSON.stringify(manner.settings)}::jsonb
        and about_campaign_id is not distinct from ${manner.aboutCampaignId}::uuid`.execute(this.tables);
    return rows[0];
  }

  async keep(ownerId: string, manner: StandingManner): Promise<StandingMailing> {
    const { rows } = await sql<StandingMailing>`
      insert into email_campaigns as kept
        (id, created_by, standing_key, name, subject_line, transactional, settings, about_campaign_id, state)
      values (${newId()}, ${ownerId}, ${manner.key}, ${manner.name}, '', ${manner.transactional},
        ${JSON.stringify(manner.settings)}::jsonb, ${manner.aboutCampaignId}, 'sending')
      on conflict (created_by, standing_key) where standing_key is not null do update set
        name = excluded.name, transactional = excluded.transactional, settings = excluded.settings,
        about_campaign_id = excluded.about_campaign_id, updated_at = now()
      returning id, content_id as "contentId"`.execute(this.tables);
    return rows[0]!;
  }

  async contentOf(ownerId: string, mailingId: string, digest: string): Promise<string | undefined> {
    const row = await this.tables
      .selectFrom('email_contents')
      .select('id')
      .where('email_campaign_id', '=', mailingId)
      .where('created_by', '=', ownerId)
      .where('digest', '=', digest)
      .executeTakeFirst();
    return row?.id;
  }

  /** Keeps a revision with its links; whoever keeps the same words at the same time gets the same one. */
  async addContent(
    ownerId: string,
    mailingId: string,
    mail: ComposedMail & { readonly digest: string; readonly identityId: string | null },
    urls: readonly string[],
  ): Promise<string> {
    await sql`
      insert into email_links (id, email_campaign_id, created_by, url)
      select * from json_to_recordset(${JSON.stringify(
        urls.map((url) => ({ id: newId(), mailing: mailingId, owner: ownerId, url })),
      )}::json) as link(id uuid, mailing uuid, owner uuid, url text)
      order by md5(url)
      on conflict (email_campaign_id, md5(url)) do nothing`.execute(this.tables);
    await sql`
      insert into email_contents
        (id, email_campaign_id, created_by, digest, subject_line, html, text, translations, links, template_id,
         template_version, attachments, identity_id)
      select ${newId()}::uuid, ${mailingId}::uuid, ${ownerId}::uuid, ${mail.digest}, ${mail.subject}, ${mail.html},
        ${mail.text}::text, ${JSON.stringify(mail.translations)}::jsonb,
        coalesce(jsonb_object_agg(link.url, link.id) filter (where link.id is not null), '{}'),
        ${mail.templateId}::text, ${mail.templateVersion}::integer, ${JSON.stringify(mail.attachments)}::jsonb,
        ${mail.identityId}::uuid
      from unnest(${[...urls]}::text[]) as wanted(url)
      join email_links link on link.email_campaign_id = ${mailingId} and md5(link.url) = md5(wanted.url)
      on conflict (email_campaign_id, digest) do nothing`.execute(this.tables);
    const id = await this.contentOf(ownerId, mailingId, mail.digest);
    if (id === undefined) throw new Error('A revision of a mailing was not kept');
    return id;
  }

  /** What is posted from now on is made from this revision. */
  async use(ownerId: string, mailingId: string, contentId: string): Promise<void> {
    await sql`
      update email_campaigns c set
        content_id = k.id, subject_line = k.subject_line, html = k.html, text = k.text, translations = k.translations,
        template_id = k.template_id, template_version = k.template_version, updated_at = now()
      from email_contents k
      where c.id = ${mailingId} and c.created_by = ${ownerId} and k.id = ${contentId} and k.email_campaign_id = c.id`.execute(
      this.tables,
    );
  }

  /** Adds what the mailing does not have yet, and answers that. In the order of their keys, so that nobody waits in a circle. */
  async post(ownerId: string, mailingId: string, rows: readonly PostedRow[]): Promise<PostedMessage[]> {
    const posted = await sql<PostedMessage>`
      with judged as (
        select w.*, coalesce(w.content_id, c.content_id) as words,
          case when w.skip_reason is not null then w.skip_reason
               when w.due_at is null and s.reason is not null and app.bars_mail(s.reason, c.transactional)
               then case s.reason when 'consent_withdrawn' then 'no_consent' else 'suppressed:' || s.reason end
          end as reason
        from json_to_recordset(${JSON.stringify(rows)}::json) as w(
          id uuid, lead_id uuid, email text, email_norm text, merge jsonb, dedupe_key text, skip_reason text,
          due_at timestamptz, content_id uuid)
        join email_campaigns c on c.id = ${mailingId} and c.created_by = ${ownerId} and c.standing_key is not null
        left join email_suppressions s on s.created_by = ${ownerId} and s.email_norm = w.email_norm
      )
      insert into email_messages (id, email_campaign_id, created_by, lead_id, email, email_norm, merge, dedupe_key,
                                  content_id, due_at, state, skip_reason, settled_at)
      select id, ${mailingId}::uuid, ${ownerId}::uuid, lead_id, email, email_norm, merge, dedupe_key, words,
        coalesce(due_at, now()), case when reason is null then 'queued' else 'skipped' end, reason,
        case when reason is not null then now() end
      from judged order by dedupe_key
      on conflict (email_campaign_id, dedupe_key) where dedupe_key is not null do nothing
      returning id, dedupe_key, email, state, skip_reason`.execute(this.tables);
    return posted.rows;
  }

  /** Those that were posted before under these keys. */
  async known(ownerId: string, mailingId: string, keys: readonly string[]): Promise<PostedMessage[]> {
    const rows = await this.tables
      .selectFrom('email_messages')
      .select(['id', 'dedupe_key', 'email', 'state', 'skip_reason'])
      .where('email_campaign_id', '=', mailingId)
      .where('created_by', '=', ownerId)
      .where('dedupe_key', 'in', [...keys])
      .execute();
    return rows as PostedMessage[];
  }

  async states(ownerId: string, messageIds: readonly string[]): Promise<MailState[]> {
    const { rows } = await sql<MailState>`
      select id as "messageId", state, skip_reason as "skipReason", settled_at as "settledAt", opened_at as "openedAt",
        clicked_at as "clickedAt", bounced_at as "bouncedAt", unsubscribed_at as "unsubscribedAt"
      from email_messages where created_by = ${ownerId} and id = any(${[...messageIds]}::uuid[])`.execute(
      this.tables,
    );
    return rows;
  }

  /** Skips those of the mails that nobody has taken up yet, and answers their ids. */
  async cancel(ownerId: string, messageIds: readonly string[]): Promise<string[]> {
    const { rows } = await sql<{ id: string }>`
      update email_messages set state = 'skipped', skip_reason = 'cancelled', settled_at = now()
      where created_by = ${ownerId} and id = any(${[...messageIds]}::uuid[]) and state = 'queued'
        and dedupe_key is not null
      returning id`.execute(this.tables);
    return rows.map(({ id }) => id);
  }
}
