import { Injectable } from '@nestjs/common';
import { type Mailbox, type MailMessage, parseMailbox } from '#platform/channels/mail-channel';
import { Settings } from '#platform/config/settings';
import { type MailingContent, MailingRepository } from '../mailing.repository.js';
import { readMailSettings } from '../mail-settings.js';
import { MailTemplate } from '../templates/mail-template.js';
import { MailLinks } from '../tracking/mail-links.js';
import type { OutgoingMessage } from './outgoing.js';

const PREPARED_AT_MOST = 50;

interface PreparedMailing {
  readonly template: MailTemplate;
  readonly linkIds: readonly string[];
  readonly from: Mailbox;
  readonly replyTo: string | undefined;
  readonly tracksOpens: boolean;
}

/** Writes the mail for one recipient. A mailing is read and its template compiled once, then kept. */
@Injectable()
export class MailWriter {
  private readonly prepared = new Map<string, Promise<PreparedMailing>>();

  constructor(
    private readonly mailings: MailingRepository,
    private readonly links: MailLinks,
    private readonly settings: Settings,
  ) {}

  async write(message: OutgoingMessage): Promise<MailMessage> {
    const { template, linkIds, from, replyTo, tracksOpens } = await this.preparedOf(message.mailingId);
    const unsubscribeUrl = this.links.unsubscribe(message.id);
    const rendered = template.render({
      email: message.email,
      fields: message.merge,
      unsubscribeUrl,
      linkUrls: linkIds.map((linkId) => this.links.click(message.id, linkId)),
      pixelUrl: tracksOpens ? this.links.open(message.id) : undefined,
    });
    return {
      ...rendered,
      id: message.id,
      from,
      to: message.email,
      replyTo,
      headers: {
        'List-Unsubscribe': `<${unsubscribeUrl}>`,
        'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
        'X-Campaign-Id': message.mailingId,
      },
    };
  }

  private preparedOf(mailingId: string): Promise<PreparedMailing> {
    const known = this.prepared.get(mailingId);
    if (known) return known;
    const [oldest] = this.prepared.keys();
    if (this.prepared.size >= PREPARED_AT_MOST && oldest !== undefined) this.prepared.delete(oldest);
    const made = this.mailings.contentOf(mailingId).then((content) => this.prepare(content));
    this.prepared.set(mailingId, made);
    made.catch(() => this.prepared.delete(mailingId));
    return made;
  }

  private prepare(content: MailingContent): PreparedMailing {
    const { trackClicks, trackOpens } = readMailSettings(content.settings);
    const template = new MailTemplate({ ...content, trackLinks: trackClicks });
    const sender = parseMailbox(this.settings.MAIL_FROM);
    return {
      template,
      linkIds: template.urls.map((url) => content.linkIds.get(url) ?? ''),
      from: { name: content.fromName ?? sender.name, address: sender.address },
      replyTo: content.replyTo ?? content.fromEmail ?? undefined,
      tracksOpens: trackOpens,
    };
  }
}
