import { Injectable } from '@nestjs/common';
import { TrackingPolicyRepository } from '../privacy/tracking-policy.repository.js';
import { TrackingHosts } from '../tracking-hosts/tracking-hosts.js';
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
    private readonly policies: TrackingPolicyRepository,
    private readonly hosts: TrackingHosts,
  ) {}

  async open(token: string, visit: Visit): Promise<void> {
    const claim = this.links.read('open', token);
    if (!claim) return this.openedByAnybody(token, visit);
    if (visit.isMachine) await this.tracking.recordMachine(claim.messageId, 'opened', visit.userAgent);
    else await this.tracking.recordOpen(claim.messageId, visit.userAgent);
  }

  /**
   * Where the link leads, as it stood in the mail; undefined for a link that is not ours, and for one of somebody else that is asked for
   * by an owner's own name.
   */
  async click(token: string, visit: Visit, host: string): Promise<string | undefined> {
    const owner = await this.hosts.ownerOf(host);
    const claim = this.links.read('click', token);
    if (!claim?.linkId) return this.clickedByAnybody(token, visit, owner);
    const target = await this.tracking.targetOf(claim.linkId, owner);
    if (target === undefined) return undefined;
    if (visit.isMachine) await this.tracking.recordMachine(claim.messageId, 'clicked', visit.userAgent);
    else await this.tracking.recordClick(claim.messageId, claim.linkId, visit.userAgent);
    return target;
  }

  private async openedByAnybody(token: string, { isMachine }: Visit): Promise<void> {
    const claim = this.links.read('anybody-opens', token);
    if (claim && !isMachine) await this.policies.count(claim.messageId, null);
  }

  private async clickedByAnybody(
    token: string,
    { isMachine }: Visit,
    owner: string | undefined,
  ): Promise<string | undefined> {
    const claim = this.links.read('anybody-clicks', token);
    const target = claim?.linkId ? await this.tracking.targetOf(claim.linkId, owner) : undefined;
    if (claim?.linkId && target !== undefined && !isMachine)
      await this.policies.count(claim.messageId, claim.linkId);
    return target;
  }

  /** Where the reader of an unsubscribe link may choose what else there is; undefined for a link that is not ours. */
  besideUnsubscribing(token: string): string | undefined {
    const claim = this.links.read('unsubscribe', token);
    return claim && this.links.preferences(claim.messageId);
  }

  /** Takes the recipient off the owner's lists; false for a link that is not ours or whose message is gone. */
  async unsubscribe(token: string, visit: Visit): Promise<boolean> {
    const claim = this.links.read('unsubscribe', token);
    return claim ? this.tracking.unsubscribe(claim.messageId, visit.userAgent) : false;
  }
}
