import { Injectable, Logger } from '@nestjs/common';
import { newId } from '#kernel/ids';
import { escaped } from '#kernel/escaped';
import { MailChannel, parseMailbox } from '#platform/channels/mail-channel';
import { Settings } from '#platform/config/settings';
import { Database } from '#platform/database/database';
import { AskedTooSoon, IdentityVerified, LinkNotSent } from './identity.errors.js';
import { IdentityLinks } from './identity-links.js';
import { IdentityRepository } from './identity.repository.js';
import { IdentityService } from './identity.service.js';

const MINUTES_BETWEEN_LINKS = 10;

/** Shows that an address is its owner's, by a link that is sent to it. */
@Injectable()
export class VerificationService {
  private readonly logger = new Logger('Mail');

  constructor(
    private readonly database: Database,
    private readonly identities: IdentityRepository,
    private readonly service: IdentityService,
    private readonly links: IdentityLinks,
    private readonly channel: MailChannel,
    private readonly settings: Settings,
  ) {}

  /** Sends the link, by our own way out; at most every ten minutes. */
  async ask(ownerId: string, identityId: string): Promise<void> {
    const identity = await this.service.stored(ownerId, identityId);
    if (identity.verified_at !== null) throw new IdentityVerified(identity.from_email);
    if (!(await this.identities.ask(ownerId, identityId, MINUTES_BETWEEN_LINKS)))
      throw new AskedTooSoon(MINUTES_BETWEEN_LINKS).after(MINUTES_BETWEEN_LINKS * 60);
    const link = this.links.to({ ownerId, identityId });
    const mail = {
      id: newId(),
      from: parseMailbox(this.settings.MAIL_FROM),
      to: identity.from_email,
      subject: 'Confirm that mail may be sent from this address',
      text: `Somebody wants to send mail from this address. If that is you, confirm it here:\n\n${link}\n\nOtherwise do nothing: no mail is sent from it. The link is good for three days.`,
      html: `<p>Somebody wants to send mail from this address. If that is you, <a href="${escaped(link)}">confirm it</a>.</p><p>Otherwise do nothing: no mail is sent from it. The link is good for three days.</p>`,
      headers: {},
    };
    try {
      await this.channel.deliver(mail, async () => undefined);
    } catch (error) {
      this.logger.warn(`A link to confirm an address was not sent: ${String(error)}`);
      throw new LinkNotSent().because(error);
    }
  }

  isLink(token: string): boolean {
    return this.links.read(token) !== undefined;
  }

  /** The link was followed and its button pressed; false when it is not ours, too old, or its identity is gone. */
  async confirm(token: string): Promise<boolean> {
    const claim = this.links.read(token);
    if (!claim) return false;
    const { ownerId, identityId } = claim;
    const verified = await this.database.as(ownerId, () =>
      this.identities.verify(ownerId, identityId, 'link'),
    );
    return verified !== undefined;
  }
}
