import { Injectable } from '@nestjs/common';
import { MailLinks } from './mail-links.js';
import { TrackingRepository } from './tracking.repository.js';

/** Who follows a link: a reader, or a machine that looks ahead. */
export interface Visit {
  readonly userAgent: string;
  readonly isMachine: boolean;
}

/** Follows the signed links of our mails. A link that we have not signed does nothing. */
@Injectable()
export class TrackingService {
  constructor(
    private readonly links: MailLinks,
    private readonly tracking: TrackingRepository,
  ) {}

  async open(token: string, visit: Visit): Promise<void> {
    const claim = this.links.read('open', token);
    if (claim && !visit.isMachine) await this.tracking.recordOpen(claim.messageId, visit.userAgent);
  }

  /** Where the link leads, as it stood in the mail; undefined for a link that is not ours. */
  async click(token: string, visit: Visit): Promise<string | undefined> {
    const claim = this.links.read('click', token);
    if (!claim?.linkId) return undefined;
    const target = await this.tracking.targetOf(claim.linkId);
    if (target !== undefined && !visit.isMachine)
      await this.tracking.recordClick(claim.messageId, claim.linkId, visit.userAgent);
    return target;
  }

  isUnsubscribeLink(token: string): boolean {
    return this.links.read('unsubscribe', token) !== undefined;
  }

  /** Takes the recipient off the owner's lists; false for a link that is not ours or whose message is gone. */
  async unsubscribe(token: string, visit: Visit): Promise<boolean> {
    const claim = this.links.read('unsubscribe', token);
    return claim ? this.tracking.unsubscribe(claim.messageId, visit.userAgent) : false;
  }
}
