import { Injectable } from '@nestjs/common';
import { type Mailbox, type MailMessage, parseMailbox } from '#platform/channels/mail-channel';
import { Settings } from '#platform/config/settings';
import { AttachedFiles } from '../files/attached-files.js';
import type { AttachedFile } from '../files/file.service.js';
import { Senders } from '../identities/senders.js';
import type { Sender } from '../identities/sender.js';
import { type MailingContent, MailingRepository } from '../mailing.repository.js';
import type { Counting } from '../mail-settings.js';
import type { Routed } from '../routing/choose-route.js';
import { LocalisedMail } from '../writing/localised-mail.js';
import { MailLinks } from '../tracking/mail-links.js';
import type { OutgoingMessage } from './outgoing.js';

const PREPARED_AT_MOST = 50;

interface PreparedMailing {
  readonly template: LocalisedMail;
  readonly linkIds: readonly string[];
  readonly files: readonly AttachedFile[];
  /** As whom it goes out without an identity. */
  readonly from: Mailbox;
  readonly fromName: string | null;
  readonly replyTo: string | undefined;
  readonly tracksOpens: boolean;
  /** Readers are counted without the person. */
  readonly isAnonymous: boolean;
  readonly route: Omit<Routed, 'recipientDomain'>;
}

/** A mail that can be written: what decides by which way it may leave, known before it is. */
export interface Draft {
  readonly mail: Routed;
  readonly sender: Sender;
  write(): MailMessage;
}

/** Writes the mail for one recipient. A mailing is read and its template compiled once for each way of counting, then kept. */
@Injectable()
export class MailWriter {
  private readonly prepared = new Map<string, Promise<PreparedMailing>>();

  constructor(
    private readonly mailings: MailingRepository,
    private readonly links: MailLinks,
    private readonly senders: Senders,
    private readonly files: AttachedFiles,
    private readonly settings: Settings,
  ) {}

  async draft(message: OutgoingMessage): Promise<Draft> {
    const prepared = await this.preparedOf(message);
    const sender = await this.senderOf(message.ownerId, prepared);
    const attachments = await this.files.of(message.ownerId, prepared.files);
    const recipientDomain = message.emailNorm.slice(message.emailNorm.lastIndexOf('@') + 1);
    return {
      mail: { ...prepared.route, recipientDomain },
      sender,
      write: () => ({ ...this.write(message, prepared, sender), attachments }),
    };
  }

  private write(
    message: OutgoingMessage,
    { template, linkIds, tracksOpens, isAnonymous }: PreparedMailing,
    { from, replyTo, dkim, trackingDomain }: Sender,
  ): MailMessage {
    const readerLinks = this.links.ofReader(message.id);
    const tracked = this.links.by(trackingDomain);
    const rendered = template.render({
      email: message.email,
      fields: message.merge,
      readerLinks,
      linkUrls: linkIds.map((linkId) =>
        isAnonymous ? tracked.anybodyClicks(message.mailingId, linkId) : tracked.click(message.id, linkId),
      ),
      pixelUrl: tracksOpens
        ? isAnonymous
          ? tracked.anybodyOpens(message.mailingId)
          : tracked.open(message.id)
        : undefined,
    });
    return {
      ...rendered,
      id: message.id,
      from,
      to: message.email,
      replyTo,
      dkim,
      headers: {
        'List-Unsubscribe': `<${readerLinks.unsubscribeUrl}>`,
        'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
        'X-Campaign-Id': message.mailingId,
      },
    };
  }

  private async senderOf(
    ownerId: string,
    { from, fromName, replyTo, route: { identityId } }: PreparedMailing,
  ): Promise<Sender> {
    if (identityId === null)
      return { from, replyTo, dkim: undefined, trackingDomain: undefined, limits: undefined };
    const sender = await this.senders.of(ownerId, identityId);
    return {
      ...sender,
      from: { ...sender.from, ...(fromName !== null && { name: fromName }) },
      replyTo: replyTo ?? sender.replyTo,
    };
  }

  private preparedOf({ mailingId, contentId, counting }: OutgoingMessage): Promise<PreparedMailing> {
    const { tracking, trackOpens, trackClicks } = counting;
    const key = `${contentId ?? mailingId} ${tracking} ${trackOpens} ${trackClicks}`;
    const known = this.prepared.get(key);
    if (known) return known;
    const [oldest] = this.prepared.keys();
    if (this.prepared.size >= PREPARED_AT_MOST && oldest !== undefined) this.prepared.delete(oldest);
    const made = this.mailings
      .contentOf(mailingId, contentId)
      .then((content) => this.prepare(content, counting));
    this.prepared.set(key, made);
    made.catch(() => this.prepared.delete(key));
    return made;
  }

  private prepare(content: MailingContent, { tracking, trackClicks, trackOpens }: Counting): PreparedMailing {
    const template = templateOf(content, trackClicks);
    const { campaignId, identityId } = content;
    const usual = parseMailbox(this.settings.MAIL_FROM);
    // With an identity the mail comes from its address; without one, answers at least go to it.
    const answers = identityId === null ? content.fromEmail : null;
    return {
      template,
      files: content.attachments,
      linkIds: template.urls.map((url) => content.linkIds.get(url) ?? ''),
      from: { name: content.fromName ?? usual.name, address: usual.address },
      fromName: content.fromName,
      replyTo: content.replyTo ?? answers ?? undefined,
      tracksOpens: trackOpens,
      isAnonymous: tracking === 'aggregate',
      route: { stream: content.transactional ? 'transactional' : 'marketing', campaignId, identityId },
    };
  }
}

/** Links that were not noted when the words were kept, as nobody was to be counted then, lead straight to where they point. */
function templateOf(content: MailingContent, trackLinks: boolean): LocalisedMail {
  const footer = !content.transactional;
  const template = new LocalisedMail(content, { trackLinks, footer });
  const isKnown = template.urls.every((url) => content.linkIds.has(url));
  return isKnown ? template : new LocalisedMail(content, { trackLinks: false, footer });
}
