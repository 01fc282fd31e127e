import { Injectable } from '@nestjs/common';
import type { AiProviderId } from '#platform/ai/ai-request';
import { type UserAiKey, UserAiKeys } from '#platform/ai/user-ai-keys';
import type { SecretServiceName } from './secret-services.js';
import { SecretUnreadable } from './secret.errors.js';
import { Secrets } from './secrets.js';

const SERVICES = {
  openai: 'openai_api_key',
  anthropic: 'anthropic_api_key',
  google: 'gemini_api_key_encrypted',
  mistral: 'mistral_api_key',
} as const satisfies Record<AiProviderId, SecretServiceName>;

/** A user's own keys at AI providers, from the vault. One that no longer opens is there with `secrets/unreadable`. */
@Injectable()
export class VaultAiKeys extends UserAiKeys {
  constructor(private readonly secrets: Secrets) {
    super();
  }

  async keysOf(userId: string): Promise<Partial<Record<AiProviderId, UserAiKey>>> {
    const opened = await this.secrets.openMany(userId, Object.values(SERVICES));
    const keys: Partial<Record<AiProviderId, UserAiKey>> = {};
    for (const [provider, service] of Object.entries(SERVICES)) {
      const { value: key, isUnreadable } = opened.get(service) ?? {};
      if (key !== undefined) keys[provider as AiProviderId] = { key };
      else if (isUnreadable) keys[provider as AiProviderId] = { problem: new SecretUnreadable(service) };
    }
    return keys;
  }

  noteUse(userId: string, provider: AiProviderId): Promise<void> {
    return this.secrets.noteUse(userId, SERVICES[provider]);
  }
}
