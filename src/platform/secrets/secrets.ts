import { Injectable } from '@nestjs/common';
import { AuditRepository } from './audit/audit.repository.js';
import { type Opened, OpenedSecrets } from './opened-secrets.js';
import { Sealer } from './seal/sealer.js';
import type { SecretServiceName, ServerSecretName } from './secret-services.js';
import { SecretUnreadable } from './secret.errors.js';
import { SecretRepository } from './secret.repository.js';

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
    return this.use(userId, service, await this.openMany(userId, [service]));
  }

  /** As `read`, but as it stands at this moment, whichever process has written it. */
  async readNow(userId: string, service: SecretName): Promise<string | undefined> {
    return this.use(userId, service, await this.look(userId, [service]));
  }

  /** Those of the keys that the user has, by one query at most; one that no longer opens is left out. */
  async readMany<Service extends SecretName>(
    userId: string,
    services: readonly Service[],
  ): Promise<Partial<Record<Service, string>>> {
    const found = await this.openMany(userId, services);
    await this.note(userId, found);
    const values: Partial<Record<Service, string>> = {};
    for (const service of services) {
      const value = found.get(service)?.value;
      if (value !== undefined) values[service] = value;
    }
    return values;
  }

  /**
   * What is found at each of the services, by one query at most; one that no longer opens is told apart from none. That is no
   * use of them: whoever sends one away says so with `noteUse`.
   */
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

  /** Notes that a key from `openMany` is used, at most once a minute. */
  async noteUse(userId: string, service: SecretName): Promise<void> {
    await this.note(userId, await this.openMany(userId, [service]));
  }

  private async use(
    userId: string,
    service: SecretName,
    found: ReadonlyMap<SecretName, Opened>,
  ): Promise<string | undefined> {
    const opened = found.get(service);
    if (opened?.isUnreadable) throw new SecretUnreadable(service);
    await this.note(userId, found);
    return opened?.value;
  }

  private async note(userId: string, found: ReadonlyMap<SecretName, Opened>): Promise<void> {
    const due = [...found].filter(([, opened]) => isNoteDue(opened));
    if (due.length === 0) return;
    for (const [, opened] of due) opened.usedAt = Date.now();
    await this.secrets.recordUse(
      userId,
      due.map(([service]) => service),
    );
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
      const usedAt = Date.parse(row?.last_used_at ?? '') || 0;
      fresh.set(service, { value, isUnreadable: row !== undefined && value === undefined, usedAt });
    }
    const unreadable = services.filter((service) => fresh.get(service)?.isUnreadable);
    if (unreadable.length > 0) await this.audit.recordUnreadable(userId, unreadable);
    this.remembered.keep(userId, fresh, asOf);
    return fresh;
  }
}

function isNoteDue({ value, usedAt }: Opened): boolean {
  return value !== undefined && Date.now() - usedAt >= USE_IS_NOTED_EVERY_MS;
}
