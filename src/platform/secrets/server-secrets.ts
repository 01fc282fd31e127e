import { Injectable } from '@nestjs/common';
import { Database } from '#platform/database/database';
import { AuditRepository } from './audit/audit.repository.js';
import type { Visitor } from '#platform/http/visitor';
import { OpenedSecrets } from './opened-secrets.js';
import { Sealer } from './seal/sealer.js';
import type { ServerSecretName } from './secret-services.js';
import { SecretRepository } from './secret.repository.js';

/**
 * What opens servers that users have named, and by what their word is known. Other rooms keep it here, so that it is sealed, recorded and moved to a new
 * master key like every key; it is read through `Secrets`.
 */
@Injectable()
export class ServerSecrets {
  constructor(
    private readonly database: Database,
    private readonly secrets: SecretRepository,
    private readonly audit: AuditRepository,
    private readonly sealer: Sealer,
    private readonly remembered: OpenedSecrets,
  ) {}

  /** Keeps the value in the place of whatever was there, in the caller's transaction. */
  async keep(userId: string, service: ServerSecretName, value: string, visitor: Visitor): Promise<void> {
    const owner = { userId, service };
    const sealed = this.sealer.seal(owner, value);
    await this.database.transaction(async () => {
      this.database.onCommit(() => this.remembered.forget(userId));
      const { isNew } = await this.secrets.put(owner, sealed, this.sealer.fingerprint(userId, value));
      await this.audit.record(userId, service, isNew ? 'create' : 'update', visitor);
    });
  }

  /** Takes it out of use for good, in the caller's transaction; where there is none nothing happens. */
  async forget(userId: string, service: ServerSecretName, visitor: Visitor): Promise<void> {
    await this.database.transaction(async () => {
      this.database.onCommit(() => this.remembered.forget(userId));
      if (await this.secrets.remove({ userId, service }))
        await this.audit.record(userId, service, 'delete', visitor);
    });
  }
}
