import { Injectable } from '@nestjs/common';
import { Database } from '#platform/database/database';
import { AuditRepository } from './audit/audit.repository.js';
import type { Visitor } from '#platform/http/visitor';
import { OpenedSecrets } from './opened-secrets.js';
import { Sealer } from './seal/sealer.js';
import { isServerSecret, maskOf, misfitOf, secretServiceCalled } from './secret-services.js';
import type { SecretEntry } from './secret.dto.js';
import { SecretNotFound, SecretServiceUnknown, SecretUnfit } from './secret.errors.js';
import { type SecretDates, SecretRepository } from './secret.repository.js';

/** What users do with their keys: a value goes in and never comes out. */
@Injectable()
export class SecretService {
  constructor(
    private readonly database: Database,
    private readonly secrets: SecretRepository,
    private readonly audit: AuditRepository,
    private readonly sealer: Sealer,
    private readonly remembered: OpenedSecrets,
  ) {}

  /** All keys of the user, also removed ones, newest first; what other rooms keep beside them is not among them. */
  async list(userId: string, visitor: Visitor): Promise<SecretEntry[]> {
    const rows = (await this.secrets.list(userId)).filter(({ service }) => !isServerSecret(service));
    const entries = rows.map(({ service, sealed, ...dates }) => {
      const value = dates.is_active ? this.sealer.open({ userId, service }, sealed) : undefined;
      return this.entry(userId, service, dates, value);
    });
    const unreadable = entries.filter(({ problem }) => problem !== null).map(({ service }) => service);
    if (unreadable.length > 0) await this.audit.recordUnreadable(userId, unreadable, visitor);
    return entries;
  }

  /** Keeps the key in the place of whatever was there, and puts it into use. */
  async put(userId: string, name: string, value: string, visitor: Visitor): Promise<SecretEntry> {
    const service = secretServiceCalled(name);
    if (service === undefined) throw new SecretServiceUnknown(name);
    const misfit = misfitOf(service, value);
    if (misfit !== undefined) throw new SecretUnfit(service, misfit);
    const owner = { userId, service };
    const sealed = this.sealer.seal(owner, value);
    const fingerprint = this.sealer.fingerprint(userId, value);
    return this.database.transaction(async () => {
      this.database.onCommit(() => this.remembered.forget(userId));
      const { isNew, ...dates } = await this.secrets.put(owner, sealed, fingerprint);
      await this.audit.record(userId, service, isNew ? 'create' : 'update', visitor);
      return this.entry(userId, service, dates, value);
    });
  }

  /** Takes the key out of use for good; again changes nothing. */
  async remove(userId: string, name: string, visitor: Visitor): Promise<void> {
    // A row of an existing project may stand under a name we do not know.
    const service = secretServiceCalled(name) ?? name;
    if (isServerSecret(service)) throw new SecretNotFound(service);
    await this.database.transaction(async () => {
      this.database.onCommit(() => this.remembered.forget(userId));
      if (await this.secrets.remove({ userId, service }))
        await this.audit.record(userId, service, 'delete', visitor);
      else if (!(await this.secrets.knows({ userId, service }))) throw new SecretNotFound(service);
    });
  }

  private entry(userId: string, service: string, dates: SecretDates, value: string | undefined): SecretEntry {
    return {
      service,
      mask: value === undefined ? null : maskOf(service, value),
      fingerprint: value === undefined ? null : this.sealer.fingerprint(userId, value),
      is_active: dates.is_active,
      problem: dates.is_active && value === undefined ? 'unreadable' : null,
      created_at: dates.created_at,
      updated_at: dates.updated_at,
      last_used_at: dates.last_used_at,
    };
  }
}
