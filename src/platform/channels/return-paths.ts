import { Injectable } from '@nestjs/common';
import { isUuid } from '#kernel/ids';
import { idInAddress, signedAddress, type SignedMailbox } from '#kernel/signed-address';
import { Settings } from '#platform/config/settings';
import type { MailMessage } from './mail-channel.js';

/** Where mail comes back to that cannot be delivered: an address for each, by which it is known whatever else is said (VERP). */
@Injectable()
export class ReturnPaths {
  private readonly mailbox: SignedMailbox | undefined;

  constructor(settings: Settings) {
    const { BOUNCE_ADDRESS: address } = settings;
    if (address !== undefined)
      this.mailbox = { purpose: 'bounce', keys: settings.keys('mail.return-paths'), address };
  }

  /** The domain that mail comes back to; undefined while no mailbox is set. */
  get domain(): string | undefined {
    return this.mailbox && domainOf(this.mailbox.address);
  }

  /**
   * Undefined where the mail comes back to its sender: while no mailbox is set, and where neither a signature nor a common domain
   * would be left to show that it is the sender's (DMARC).
   */
  of({ id, from, dkim }: Pick<MailMessage, 'id' | 'from' | 'dkim'>): string | undefined {
    if (!this.mailbox || !isUuid(id)) return undefined;
    const isAligned = dkim !== undefined || isWithin(domainOf(this.mailbox.address), domainOf(from.address));
    return isAligned ? signedAddress(this.mailbox, id) : undefined;
  }

  /** The mail that one of the addresses names. */
  mailNamedBy(addresses: readonly string[]): string | undefined {
    const { mailbox } = this;
    if (!mailbox) return undefined;
    return addresses.map((address) => idInAddress(mailbox, address)).find((id) => id !== undefined);
  }
}

function domainOf(address: string): string {
  return (address.split('@').pop() ?? '').toLowerCase();
}

function isWithin(domain: string, whole: string): boolean {
  return domain === whole || domain.endsWith(`.${whole}`);
}
