import { Injectable } from '@nestjs/common';
import { Database } from '#platform/database/database';
import { Secrets } from '#platform/secrets/secrets';
import { smaller, warmUpLimit } from '../limits/warm-up.js';
import { OWNERS_WORD_KEPT_MS } from '../routing/way.js';
import { IdentityNotFound, IdentityUnverified } from './identity.errors.js';
import { IdentityRepository } from './identity.repository.js';
import { secretOfIdentity } from './identity-secret.js';
import type { Sender } from './sender.js';

const SENDERS_AT_MOST = 1_000;

/** As whom mail of an identity is sent. What its owner says is read once in ten seconds. */
@Injectable()
export class Senders {
  private readonly kept = new Map<string, { until: number; sender: Promise<Sender> }>();

  constructor(
    private readonly database: Database,
    private readonly identities: IdentityRepository,
    private readonly secrets: Secrets,
  ) {}

  /** Throws `email/identity-not-found` or `email/identity-unverified`. */
  of(ownerId: string, identityId: string): Promise<Sender> {
    const known = this.kept.get(identityId);
    if (known && known.until > Date.now()) return known.sender;
    this.kept.delete(identityId);
    const [oldest] = this.kept.keys();
    if (this.kept.size >= SENDERS_AT_MOST && oldest !== undefined) this.kept.delete(oldest);
    const sender = this.database.as(ownerId, () => this.read(ownerId, identityId));
    this.kept.set(identityId, { until: Date.now() + OWNERS_WORD_KEPT_MS, sender });
    sender.catch(() => this.kept.delete(identityId));
    return sender;
  }

  /** What this process knows of an identity is read again. */
  forget(identityId: string): void {
    this.kept.delete(identityId);
  }

  private async read(ownerId: string, identityId: string): Promise<Sender> {
    const identity = await this.identities.find(ownerId, identityId);
    if (!identity) throw new IdentityNotFound(identityId);
    const {
      from_email: address,
      from_name,
      reply_to,
      warm_up,
      dkim_active,
      dkim_selector: selector,
    } = identity;
    if (identity.verified_at === null) throw new IdentityUnverified(address);
    const privateKey = dkim_active
      ? await this.secrets.read(ownerId, secretOfIdentity(identityId))
      : undefined;
    const today = new Date().toISOString().slice(0, 10);
    const warm = warm_up ? warmUpLimit(warm_up, today) : undefined;
    const perDay = smaller(warm, identity.per_day ?? undefined);
    return {
      from: { address, ...(from_name !== null && { name: from_name }) },
      replyTo: reply_to ?? undefined,
      dkim: privateKey === undefined ? undefined : { domain: domainOf(address), selector, privateKey },
      trackingDomain:
        identity.tracking_verified_at === null ? undefined : (identity.tracking_domain ?? undefined),
      limits: { subjectId: identityId, ownerId, perMinute: identity.per_minute ?? undefined, perDay },
    };
  }
}

/** The domain of an address, in lower case. */
export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1).toLowerCase();
}
