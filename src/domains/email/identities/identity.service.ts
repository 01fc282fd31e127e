import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { isUuid, newId } from '#kernel/ids';
import type { Page } from '#kernel/page';
import { withoutUndefined } from '#kernel/without-undefined';
import { Settings } from '#platform/config/settings';
import { Database } from '#platform/database/database';
import type { PageQuery } from '#platform/http/page-query';
import type { Visitor } from '#platform/http/visitor';
import { ServerSecrets } from '#platform/secrets/server-secrets';
import { warmUpDays, type WarmUpDay } from '../limits/warm-up.js';
import { dkimName, dkimRecord, newDkimPair } from './dkim-keys.js';
import type { CreateIdentity, MailIdentity, UpdateIdentity } from './identity.dto.js';
import {
  IdentityExists,
  IdentityNotFound,
  TooManyIdentities,
  TrackingDomainUnfit,
} from './identity.errors.js';
import { IdentityRepository, type StoredIdentity } from './identity.repository.js';
import { secretOfIdentity } from './identity-secret.js';
import { TrackingHosts } from '../tracking-hosts/tracking-hosts.js';
import { WayChanges } from '../routing/way-changes.js';
import { domainOf } from './senders.js';
import { verificationName, verificationValue } from './sending-domain.js';

const IDENTITIES_AT_MOST = 100;

/** As whom an owner sends. */
@Injectable()
export class IdentityService {
  constructor(
    private readonly database: Database,
    private readonly identities: IdentityRepository,
    private readonly vault: ServerSecrets,
    private readonly ways: WayChanges,
    private readonly hosts: TrackingHosts,
    private readonly settings: Settings,
  ) {}

  async list(ownerId: string, page: PageQuery): Promise<Page<MailIdentity>> {
    const { items, nextCursor } = await this.identities.list(ownerId, page);
    return { items: items.map((identity) => this.shown(identity)), nextCursor };
  }

  async get(ownerId: string, id: string): Promise<MailIdentity> {
    return this.shown(await this.stored(ownerId, id));
  }

  async stored(ownerId: string, id: string): Promise<StoredIdentity> {
    const identity = isUuid(id) ? await this.identities.find(ownerId, id) : undefined;
    if (!identity) throw new IdentityNotFound(id);
    return identity;
  }

  /** The identity with a pair of keys of its own. It sends nothing before it is verified. */
  async create(ownerId: string, wanted: CreateIdentity, visitor: Visitor): Promise<MailIdentity> {
    const { privateKey, publicKey } = await newDkimPair();
    const id = newId();
    const origin = {
      id,
      from_email: wanted.from_email,
      dns_token: randomBytes(16).toString('hex'),
      dkim_selector: `ma${id.replaceAll('-', '').slice(-10)}`,
      dkim_public_key: publicKey,
    };
    const { name, from_name = null, reply_to = null, per_minute = null, per_day = null } = wanted;
    const { warm_up = null, tracking_domain = null } = wanted;
    refuseElsewhere(tracking_domain, wanted.from_email);
    const content = { name, from_name, reply_to, per_minute, per_day, warm_up, tracking_domain };
    return this.database.transaction(async () => {
      if ((await this.identities.count(ownerId)) >= IDENTITIES_AT_MOST)
        throw new TooManyIdentities(IDENTITIES_AT_MOST);
      const identity = await this.identities.add(ownerId, origin, content);
      if (!identity) throw new IdentityExists(wanted.from_email);
      await this.vault.keep(ownerId, secretOfIdentity(id), privateKey, visitor);
      return this.shown(identity);
    });
  }

  update(ownerId: string, id: string, wanted: UpdateIdentity): Promise<MailIdentity> {
    return this.database.transaction(async () => {
      const before = await this.stored(ownerId, id);
      const { name, from_name, reply_to, per_minute, per_day, warm_up, tracking_domain } = {
        ...before,
        ...withoutUndefined({ ...wanted }),
      };
      refuseElsewhere(tracking_domain, before.from_email);
      const content = { name, from_name, reply_to, per_minute, per_day, warm_up, tracking_domain };
      const identity = await this.identities.change(ownerId, id, content);
      if (!identity) throw new IdentityNotFound(id);
      await this.changed(ownerId, before);
      return this.shown(identity);
    });
  }

  async remove(ownerId: string, id: string, visitor: Visitor): Promise<void> {
    await this.database.transaction(async () => {
      const before = await this.stored(ownerId, id);
      if (!(await this.identities.remove(ownerId, id))) throw new IdentityNotFound(id);
      await this.vault.forget(ownerId, secretOfIdentity(id), visitor);
      await this.changed(ownerId, before);
    });
  }

  /** What this process knows of it is read again. */
  forget(ownerId: string, { id, tracking_domain }: StoredIdentity): void {
    this.ways.forget(ownerId, id);
    if (tracking_domain !== null) this.hosts.forget(tracking_domain);
  }

  private async changed(ownerId: string, before: StoredIdentity): Promise<void> {
    this.database.onCommit(() => this.forget(ownerId, before));
    await this.ways.changed(ownerId, before.id);
  }

  /** As its owner sees it. */
  shown(identity: StoredIdentity): MailIdentity {
    return shown(identity, this.trackingTarget);
  }

  /** Where tracking domains are to lead. */
  get trackingTarget(): string {
    return new URL(this.settings.backendUrl).hostname;
  }

  /** The days of its warm-up; none without one. */
  async warmUp(ownerId: string, id: string): Promise<WarmUpDay[]> {
    const { warm_up } = await this.stored(ownerId, id);
    return warm_up ? warmUpDays(warm_up) : [];
  }
}

/** A name that is not below the domain of the address, or is that domain, says nothing of its owner. */
function refuseElsewhere(trackingDomain: string | null, fromEmail: string): void {
  const domain = domainOf(fromEmail);
  if (trackingDomain !== null && !trackingDomain.endsWith(`.${domain}`))
    throw new TrackingDomainUnfit(domain);
}

function shown(identity: StoredIdentity, target: string): MailIdentity {
  const { dns_token, dkim_selector, dkim_public_key, ...rest } = identity;
  const domain = domainOf(identity.from_email);
  return {
    ...rest,
    verified: identity.verified_at !== null,
    tracking_active: identity.tracking_verified_at !== null,
    tracking_record:
      rest.tracking_domain === null ? null : { type: 'CNAME', name: rest.tracking_domain, value: target },
    dkim_record: { type: 'TXT', name: dkimName(dkim_selector, domain), value: dkimRecord(dkim_public_key) },
    verification_record: {
      type: 'TXT',
      name: verificationName(domain),
      value: verificationValue(dns_token),
    },
  };
}
