import { Injectable } from '@nestjs/common';
import { getDomain } from 'tldts';
import { ReturnPaths } from '#platform/channels/return-paths';
import { MailRecords } from '#platform/web/dns/mail-records';
import { MailRoutes } from '#platform/web/dns/mail-routes';
import { TransportRepository } from '../routing/transport.repository.js';
import { dkimName } from './dkim-keys.js';
import type { SendingDomain } from './identity.dto.js';
import { IdentityRepository, type StoredIdentity } from './identity.repository.js';
import { IdentityService } from './identity.service.js';
import { domainOf } from './senders.js';
import { type DomainCheck, domainChecks, type DomainFacts, verificationName } from './sending-domain.js';

/** Looks at what name servers say of the domain of an identity. */
@Injectable()
export class SendingDomainService {
  constructor(
    private readonly identities: IdentityRepository,
    private readonly service: IdentityService,
    private readonly transports: TransportRepository,
    private readonly records: MailRecords,
    private readonly routes: MailRoutes,
    private readonly returnPaths: ReturnPaths,
  ) {}

  /** What is there and what to publish. What is found verifies the identity, and switches its signature on or off. */
  async check(ownerId: string, identityId: string): Promise<SendingDomain> {
    const identity = await this.service.stored(ownerId, identityId);
    const checks = await this.checksOf(ownerId, identity);
    const stateOf = (about: DomainCheck['about']) => checks.find((check) => check.about === about)?.state;
    let now = identity;
    if (identity.verified_at === null && (stateOf('verification') === 'ok' || stateOf('dkim') === 'ok'))
      now = (await this.identities.verify(ownerId, identityId, 'dns')) ?? now;
    const isPublished = stateOf('dkim') === 'ok';
    if (stateOf('dkim') !== 'unknown' && identity.dkim_active !== isPublished)
      now = (await this.identities.sign(ownerId, identityId, isPublished)) ?? now;
    now = await this.tracked(ownerId, now, checks);
    this.service.forget(ownerId, now);
    const ok = checks.every(({ about, state }) => state === 'ok' || about === 'verification');
    return {
      domain: domainOf(identity.from_email),
      ok,
      checks: checks.map((check) => ({ ...check, found: [...check.found] })),
      identity: this.service.shown(now),
    };
  }

  /** Links go by the tracking domain as long as it leads here; while the name servers say nothing it stays as it is. */
  private async tracked(
    ownerId: string,
    identity: StoredIdentity,
    checks: DomainCheck[],
  ): Promise<StoredIdentity> {
    const at = checks.findIndex(({ about }) => about === 'tracking');
    const check = checks[at];
    if (!check || check.state === 'unknown' || identity.verified_at === null) return identity;
    const leadsHere = check.state === 'ok';
    if (leadsHere === (identity.tracking_verified_at !== null)) return identity;
    const now = await this.identities.track(ownerId, identity.id, leadsHere);
    if (now) return now;
    checks[at] = {
      ...check,
      state: 'wrong',
      advice: 'Mail of another account goes by this name: choose another.',
    };
    return identity;
  }

  private async checksOf(ownerId: string, identity: StoredIdentity): Promise<DomainCheck[]> {
    const { from_email, dkim_selector: selector, dkim_public_key: publicKey, dns_token: token } = identity;
    const domain = domainOf(from_email);
    const transports = await this.transports.active(ownerId);
    const { tracking_domain: name } = identity;
    const [texts, verification, dkim, dmarc, mx, aliases, returnPath] = await Promise.all([
      this.records.texts(domain),
      this.records.texts(verificationName(domain)),
      this.records.texts(dkimName(selector, domain)),
      this.policyOf(domain),
      this.routes.of(domain),
      name === null ? undefined : this.records.aliases(name),
      transports.length === 0 ? this.returnPathOf(domain) : undefined,
    ]);
    const providers = transports.map(({ provider }) => provider);
    return domainChecks({
      domain,
      selector,
      publicKey,
      token,
      providers,
      texts,
      verification,
      dkim,
      dmarc,
      mx,
      returnPath,
      tracking: name === null ? undefined : { name, target: this.service.trackingTarget, found: aliases },
    });
  }

  /** Mail by the platform's own servers comes back to a mailbox of theirs, where one is set. */
  private async returnPathOf(domain: string): Promise<DomainFacts['returnPath']> {
    const name = this.returnPaths.domain;
    if (name === undefined) return undefined;
    const [texts, mx] = await Promise.all([this.records.texts(name), this.routes.of(name)]);
    return { name, isAligned: registeredOf(name) === registeredOf(domain), texts, mx };
  }

  /** A domain without a policy of its own has that of the domain that was registered (RFC 7489, 6.6.3). */
  private async policyOf(domain: string): Promise<string[] | undefined> {
    const own = await this.records.texts(`_dmarc.${domain}`);
    const registered = registeredOf(domain);
    if (registered === domain || own === undefined || own.some((text) => /^v=DMARC1\b/i.test(text)))
      return own;
    return this.records.texts(`_dmarc.${registered}`);
  }
}

function registeredOf(domain: string): string {
  return getDomain(domain) ?? domain;
}
