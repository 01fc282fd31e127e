import { Injectable } from '@nestjs/common';
import { normaliseMailAddress } from '#kernel/address';
import type { LeavingFacts, WayFacts } from '../delivery/leaving-gates.js';
import { IdentityNotFound, IdentityUnverified } from '../identities/identity.errors.js';
import type { Sender } from '../identities/sender.js';
import { Senders } from '../identities/senders.js';
import { Allowances } from '../limits/allowances.js';
import { MailingRepository } from '../mailing.repository.js';
import { RouteBook } from '../routing/route-book.js';
import type { Way } from '../routing/way.js';

/** A mail of a campaign, and as whom it is sent. */
export interface Leaving {
  readonly campaignId: string;
  /** Undefined before the launch, which looks for the identity of the address. */
  readonly identityId: string | null | undefined;
  readonly fromEmail: string | null;
  readonly email: string;
}

interface Sending {
  readonly identityId: string | null;
  readonly sender: Sender | null | undefined;
}

/** Looks how a mail would leave without sending it: nothing is taken of any limit. Which transports rest is what this process knows. */
@Injectable()
export class LeavingInquiry {
  constructor(
    private readonly mailings: MailingRepository,
    private readonly senders: Senders,
    private readonly routes: RouteBook,
    private readonly allowances: Allowances,
  ) {}

  async facts(ownerId: string, leaving: Leaving): Promise<LeavingFacts> {
    const { campaignId, fromEmail, email } = leaving;
    const { identityId, sender } = await this.senderOf(ownerId, leaving);
    const address = normaliseMailAddress(email);
    const { ways } = await this.routes.waysFor(ownerId, {
      stream: 'marketing',
      campaignId,
      identityId,
      recipientDomain: address.slice(address.lastIndexOf('@') + 1),
    });
    return {
      from: sender?.from.address ?? (sender === null ? null : fromEmail),
      isVerified: sender !== undefined,
      allowance: sender?.limits ? await this.allowances.look(sender.limits) : null,
      ways: await Promise.all(ways.map((way) => this.wayFacts(way))),
    };
  }

  /** The sender is null where it is that of the platform, and undefined where mail of the identity cannot be sent. */
  private async senderOf(ownerId: string, { identityId: known, fromEmail }: Leaving): Promise<Sending> {
    let identityId = known ?? null;
    try {
      if (known === undefined) identityId = await this.mailings.identityOf(ownerId, fromEmail);
      return { identityId, sender: identityId === null ? null : await this.senders.of(ownerId, identityId) };
    } catch (error) {
      if (error instanceof IdentityUnverified || error instanceof IdentityNotFound)
        return { identityId, sender: undefined };
      throw error;
    }
  }

  private async wayFacts({ id, rest, limits }: Way): Promise<WayFacts> {
    return {
      transport: id,
      restingUntil: rest.isResting ? rest.ends : null,
      allowance: limits ? await this.allowances.look(limits) : null,
    };
  }
}
