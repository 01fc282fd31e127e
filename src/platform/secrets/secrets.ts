import { Injectable } from '@nestjs/common';
import { AuditRepository } from './audit/audit.repository.js';
import { type Opened, OpenedSecrets } from './opened-secrets.js';
import { Sealer } from './seal/sealer.js';
import type { SecretServiceName, ServerSecretName } from './secret-services.js';
import { SecretUnreadable } from './secret.errors.js';
import { SecretRepository, type SecretRow } from './secret.repository.js';

const USE_IS_NOTED_EVERY_MS = 60_000;

type SecretName = SecretServiceName | ServerSecretName;

/** Users' own keys for our own use. What is read here is for a call to that service and for nothing else. */
@Injectable()
export class Secrets {
  constructor(
    private readonly secrets: SecretRepository,
    private readonly audit: AuditRepository,
    private readonly sealer: Sealer,
    private readonly remembered: OpenedSecrets,
  ) {}

  /** The user's key; undefined when there is none, `SecretUnreadable` when it no longer opens. */
  async read(userId: string, service: SecretName): Promise<string | undefined> {
    const opened = (await this.openMany(userId, [service])).get(service);
    if (opened?.isUnreadable) throw new SecretUnreadable(service);
    return opened?.value;
  }

  /** As `read`, but as it stands at this moment, whichever process has written it. */
  async readNow(userId: string, service: SecretName): Promise<string | undefined> {
    const opened = (await this.look(userId, [service])).get(service);
    if (opened?.isUnreadable) throw new SecretUnreadable(service);
    return opened?.value;
  }

  /** Those of the keys that the user has, by one query at most; one that no longer opens is left out. */
  async readMany<Service extends SecretName>(
    userId: string,
    services: readonly Service[],
  ): Promise<Partial<Record<Service, string>>> {
    const found = await this.openMany(userId, services);
    const values: Partial<Record<Service, string>> = {};
    for (const service of services) {
      const value = found.get(service)?.value;
      if (value !== undefined) values[service] = value;
    }
    return values;
  }

  /** What is found at each of the services, by one query at most; one that no longer opens is told apart from none. */
  async openMany(userId: string, services: readonly SecretName[]): Promise<ReadonlyMap<SecretName, Opened>> {
    const found = new Map<SecretName, Opened>();
    for (const service of services) {
      const opened = this.remembered.find(userId, service);
      if (opened) found.set(service, opened);
    }
    const missing = services.filter((service) => !found.has(service));
    if (missing.length === 0) return found;
    const fresh = await this.look(userId, missing);
    for (const [service, opened] of fresh) found.set(service, opened);
    return found;
  }

  private async look(
    userId: string,
    services: readonly SecretName[],
  ): Promise<ReadonlyMap<SecretName, Opened>> {
    const asOf = this.remembered.changes;
    const rows = await this.secrets.active(userId, services);
    const fresh = new Map<SecretName, Opened>();
    for (const service of services) {
      const row = rows.find((one) => one.service === service);
      const value = row && this.sealer.open({ userId, service }, row.sealed);
      fresh.set(service, { value, isUnreadable: row !== undefined && value === undefined });
    }
    const unreadable = services.filter((service) => fresh.get(service)?.isUnreadable);
    if (unreadable.length > 0) await this.audit.recordUnreadable(userId, unreadable);
    const used = rows.filter((row) => isNoteDue(row)).map(({ service }) => service);
    const opened = used.filter((service) => !unreadable.some((one) => one === service));
    if (opened.length > 0) await this.secrets.recordUse(userId, opened);
    this.remembered.keep(userId, fresh, asOf);
    return fresh;
  }
}

function isNoteDue({ last_used_at: at }: SecretRow): boolean {
  return at === null || Date.now() - Date.parse(at) >= USE_IS_NOTED_EVERY_MS;
}
