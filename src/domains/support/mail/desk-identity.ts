import { Injectable } from '@nestjs/common';
import { idInAddress, signedAddress, type SignedMailbox } from '#kernel/signed-address';
import { idAt, idBytes, SignedClaims } from '#kernel/signed-claim';
import { type Mailbox, parseMailbox } from '#platform/channels/mail-channel';
import { Settings } from '#platform/config/settings';

const GOOD_FOR_S = 90 * 86_400;

/** As whom the desk writes, and by what it knows its own again: addresses, links and mails. */
@Injectable()
export class DeskIdentity {
  /** Stands in every mail of ours, so that one that comes back is known. */
  readonly loopMark: string;
  readonly from: Mailbox;
  /** Undefined while `SUPPORT_ADDRESS` is not set. */
  private readonly desk: SignedMailbox | undefined;
  private readonly claims: SignedClaims<'guest'>;

  constructor(private readonly settings: Settings) {
    const { SUPPORT_ADDRESS: address } = settings;
    if (address !== undefined)
      this.desk = { purpose: 'reply', keys: settings.keys('support.addresses'), address };
    this.claims = new SignedClaims(settings.keys('support.guests'));
    this.loopMark = settings.key('support.loop').toString('hex').slice(0, 32);
    this.from = parseMailbox(settings.MAIL_FROM);
  }

  /** Where answers to a mail about the ticket go; undefined while `SUPPORT_ADDRESS` is not set: then to the sender. */
  replyTo(ticketId: string): string | undefined {
    return this.desk && signedAddress(this.desk, ticketId);
  }

  /** The ticket that one of the addresses names by our signature. */
  ticketNamedBy(addresses: readonly string[]): string | undefined {
    const { desk } = this;
    if (!desk) return undefined;
    for (const address of addresses) {
      const ticketId = idInAddress(desk, address);
      if (ticketId !== undefined) return ticketId;
    }
    return undefined;
  }

  /** Whether a mail from this address is one of ours. */
  isOwn(address: string): boolean {
    const [local = '', domain] = address.toLowerCase().split('@');
    const plain = `${local.split('+')[0]}@${domain}`;
    return [this.from.address, this.settings.SUPPORT_ADDRESS].some(
      (own) => own !== undefined && [plain, address.toLowerCase()].includes(own.toLowerCase()),
    );
  }

  /** The Message-ID of one of our mails, without its brackets. */
  mailRef(mailId: string): string {
    return `${mailId}@${this.from.address.split('@').pop() ?? 'localhost'}`;
  }

  /** Where a guest reads the ticket and answers, for 90 days. */
  guestLink(ticketId: string): string {
    const until = Buffer.alloc(6);
    until.writeUIntBE(Math.floor(Date.now() / 1_000) + GOOD_FOR_S, 0, 6);
    const token = this.claims.sign('guest', Buffer.concat([idBytes(ticketId), until]));
    return `${this.settings.backendUrl}/support/t/${token}`;
  }

  /** The ticket behind a guest's link; undefined for one that is not ours or too old. */
  guestTicket(token: string): string | undefined {
    const claim = this.claims.read('guest', token);
    if (claim?.length !== 22 || claim.readUIntBE(16, 6) * 1_000 < Date.now()) return undefined;
    return idAt(claim);
  }
}
