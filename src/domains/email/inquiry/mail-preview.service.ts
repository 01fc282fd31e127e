import { Injectable } from '@nestjs/common';
import { newId } from '#kernel/ids';
import { plainTextOf } from '#platform/html/plain-text';
import { type Mailbox, parseMailbox } from '#platform/channels/mail-channel';
import { Settings } from '#platform/config/settings';
import { MailingDrafts, type MailingPlan } from '../experiments/mailing-drafts.service.js';
import { GIVEN_FIELDS, type MergeFields, mergeScope, SAMPLE_FIELDS } from '../templates/merge-fields.js';
import { MailLinks } from '../tracking/mail-links.js';
import { fieldUsage } from '../writing/field-usage.js';
import { LocalisedMail } from '../writing/localised-mail.js';
import type { ComposedWords } from '../writing/mail-words.js';
import type { RenderedCampaignMail } from './inquiry.dto.js';
import { NothingToSend } from './inquiry.errors.js';

/** Whom a mail is written for, to be looked at. */
export interface Reader {
  readonly email: string;
  readonly fields: MergeFields;
}

export const SAMPLE_READER: Reader = { email: 'john@example.com', fields: SAMPLE_FIELDS };

/** A mail that nobody counts: its links lead straight to where they point. */
export interface PreviewedMail extends RenderedCampaignMail {
  readonly from: Mailbox;
  readonly replyTo: string | undefined;
  readonly unsubscribeUrl: string;
  /** Ids of the files that go with it. */
  readonly fileIds: readonly string[];
}

const PREHEADER_LENGTH = 140;
/** Filled in for every mail. */
const GIVEN = new Set<string>([...GIVEN_FIELDS, 'links']);

/** Writes the mail of a campaign as one reader would get it, without sending or counting anything. */
@Injectable()
export class MailPreviews {
  constructor(
    private readonly drafts: MailingDrafts,
    private readonly links: MailLinks,
    private readonly settings: Settings,
  ) {}

  /** Throws `email/nothing-to-send`, `email/variant-not-found`, `email/template-not-found` or `email/template-invalid`. */
  async preview(
    ownerId: string,
    plan: MailingPlan,
    { email, fields }: Reader,
    variant?: string,
  ): Promise<PreviewedMail> {
    if (plan.html === undefined && plan.templateId === undefined) throw new NothingToSend();
    const { fromName, ...words } = await this.drafts.words(ownerId, plan, variant);
    const readerLinks = this.links.ofReader(newId());
    const rendered = new LocalisedMail(words, { trackLinks: false }).render({
      email,
      fields,
      readerLinks,
      linkUrls: [],
    });
    const sender = parseMailbox(this.settings.MAIL_FROM);
    return {
      ...rendered,
      preheader: plainTextOf(rendered.html).replace(/\s+/g, ' ').trim().slice(0, PREHEADER_LENGTH),
      missing_fields: missing(words, { email, fields }),
      from: { name: fromName ?? sender.name, address: sender.address },
      replyTo: plan.replyTo ?? plan.fromEmail,
      unsubscribeUrl: readerLinks.unsubscribeUrl,
      fileIds: words.attachments,
    };
  }
}

function missing(words: ComposedWords, { email, fields }: Reader): string[] {
  const scope = mergeScope(fields, email);
  const custom = scope['custom'] as Record<string, unknown>;
  const valueOf = (name: string) => (name.startsWith('custom.') ? custom[name.slice(7)] : scope[name]);
  return fieldUsage([words]).used.filter((name) => !GIVEN.has(name) && isEmpty(valueOf(name)));
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === '';
}
