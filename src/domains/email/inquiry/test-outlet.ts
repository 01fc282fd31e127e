import { Injectable } from '@nestjs/common';
import { type MailMessage, MailUnreachable } from '#platform/channels/mail-channel';
import type { MailingPlan } from '../experiments/mailing-drafts.service.js';
import { AttachedFiles } from '../files/attached-files.js';
import { MailFiles } from '../files/file.service.js';
import { domainOf, Senders } from '../identities/senders.js';
import { MailingRepository } from '../mailing.repository.js';
import { RouteBook } from '../routing/route-book.js';
import type { PreviewedMail } from './mail-preview.service.js';

/** Lets test mails out by the ways, and as the sender, that the mails of the campaign take. */
@Injectable()
export class TestOutlet {
  constructor(
    private readonly mailings: MailingRepository,
    private readonly senders: Senders,
    private readonly routes: RouteBook,
    private readonly files: MailFiles,
    private readonly attached: AttachedFiles,
  ) {}

  /** What the server said that took it. The next way is taken only when the one before has not begun. */
  async deliver(
    ownerId: string,
    plan: MailingPlan,
    bare: MailMessage,
    fileIds: readonly string[],
  ): Promise<string> {
    const files = await this.files.attached(ownerId, fileIds);
    const mail = { ...bare, attachments: await this.attached.of(ownerId, files) };
    const { campaignId } = plan;
    const identityId = await this.mailings.identityOf(ownerId, plan.fromEmail ?? null);
    const recipientDomain = domainOf(mail.to);
    const route = { stream: 'marketing', campaignId, identityId, recipientDomain } as const;
    const { ways } = await this.routes.waysFor(ownerId, route);
    const signed = identityId === null ? mail : await this.signed(ownerId, identityId, mail);
    let unreachable = new MailUnreachable('No way out is open.');
    for (const { channel } of ways)
      try {
        return (await channel.deliver(signed, () => Promise.resolve())).response;
      } catch (error) {
        if (!(error instanceof MailUnreachable)) throw error;
        unreachable = error;
      }
    throw unreachable;
  }

  private async signed(ownerId: string, identityId: string, mail: MailMessage): Promise<MailMessage> {
    const { from, replyTo, dkim } = await this.senders.of(ownerId, identityId);
    const name = mail.from.name ?? from.name;
    return { ...mail, from: { ...from, name }, replyTo: mail.replyTo ?? replyTo, dkim };
  }
}

/** A mail as it goes to one who is to look at it. */
export function testMail(id: string, to: string, mail: PreviewedMail): MailMessage {
  const { from, replyTo, html, text, unsubscribeUrl } = mail;
  const headers = {
    'List-Unsubscribe': `<${unsubscribeUrl}>`,
    'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    'X-Test-Mail': 'true',
  };
  return { id, from, to, replyTo, subject: `[Test] ${mail.subject}`, html, text, headers };
}
