import { Injectable } from '@nestjs/common';
import { safeHtml } from '#platform/html/safe-html';
import { MailingRepository } from '../mailing.repository.js';
import { MailLinks } from '../tracking/mail-links.js';
import { LocalisedMail } from '../writing/localised-mail.js';
import { ViewRepository } from './view.repository.js';

/** For how long a mail is shown after it left. */
const SHOWN_DAYS = 90;

/** A mail that is safe to show. */
export interface MailView {
  readonly subject: string;
  readonly html: string;
}

/** Shows a mail as its reader got it: the words it was made from, filled with what was known of the reader then. */
@Injectable()
export class MailViews {
  constructor(
    private readonly links: MailLinks,
    private readonly messages: ViewRepository,
    private readonly mailings: MailingRepository,
  ) {}

  /** Undefined for a link that is not ours, and for a mail that is not shown any more. Nothing is counted: links lead straight. */
  async of(token: string): Promise<MailView | undefined> {
    const claim = this.links.read('view', token);
    const sent = claim && (await this.messages.sent(claim.messageId, SHOWN_DAYS));
    if (!sent) return undefined;
    const content = await this.mailings.contentOf(sent.mailingId, sent.contentId);
    const mail = new LocalisedMail(content, { trackLinks: false, footer: !content.transactional });
    const { subject, html } = mail.render({
      readerLinks: this.links.ofReader(claim.messageId),
      email: sent.email,
      fields: sent.merge,
      linkUrls: [],
    });
    return { subject, html: safeHtml(html) };
  }
}
