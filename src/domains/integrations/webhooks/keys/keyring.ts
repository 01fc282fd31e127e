import { Injectable } from '@nestjs/common';
import type { Visitor } from '#platform/http/visitor';
import { Secrets } from '#platform/secrets/secrets';
import { ServerSecrets } from '#platform/secrets/server-secrets';
import { keysOfWebhook, type WebhookKeys } from './webhook-keys.js';

/** What signs deliveries, and the values of their headers: kept in the vault, sealed. */
@Injectable()
export class Keyring {
  constructor(
    private readonly secrets: Secrets,
    private readonly vault: ServerSecrets,
  ) {}

  async of(ownerId: string, webhookId: string): Promise<WebhookKeys | undefined> {
    const kept = await this.secrets.read(ownerId, keysOfWebhook(webhookId));
    return kept === undefined ? undefined : (JSON.parse(kept) as WebhookKeys);
  }

  /** Puts them in the place of those there were, in the caller's transaction. */
  keep(ownerId: string, webhookId: string, keys: WebhookKeys, visitor: Visitor): Promise<void> {
    return this.vault.keep(ownerId, keysOfWebhook(webhookId), JSON.stringify(keys), visitor);
  }

  forget(ownerId: string, webhookId: string, visitor: Visitor): Promise<void> {
    return this.vault.forget(ownerId, keysOfWebhook(webhookId), visitor);
  }
}
