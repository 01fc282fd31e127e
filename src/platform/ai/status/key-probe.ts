import { Inject, Injectable } from '@nestjs/common';
import { KeyTester, type KeyVerdict } from '#platform/secrets/testing/key-tester';
import type { AiProviderId } from '../ai-request.js';
import { AiFailure, type AiFailureKind } from '../providers/ai-failure.js';
import { AI_PROVIDER_LIST, type AiProvider } from '../providers/ai-provider.js';

export interface KeyReport {
  readonly verdict: KeyVerdict;
  /** The ids of the models the key may use, when it works. */
  readonly models: readonly string[];
}

const PROVIDER_OF = {
  openai_api_key: 'openai',
  anthropic_api_key: 'anthropic',
  gemini_api_key_encrypted: 'google',
  mistral_api_key: 'mistral',
} as const satisfies Record<string, AiProviderId>;
type AiService = keyof typeof PROVIDER_OF;

const VERDICTS: Partial<Record<AiFailureKind, KeyVerdict>> = {
  'key-refused': 'invalid_key',
  'scope-missing': 'no_scope',
  quota: 'no_quota',
};

/** Tries a key with the most harmless call there is, listing models; it costs nothing. */
@Injectable()
export class KeyProbe extends KeyTester {
  readonly services = Object.keys(PROVIDER_OF) as AiService[];

  constructor(@Inject(AI_PROVIDER_LIST) private readonly providers: readonly AiProvider[]) {
    super();
  }

  async test(service: AiService, value: string, signal: AbortSignal): Promise<KeyVerdict> {
    return (await this.probe(PROVIDER_OF[service], value, signal)).verdict;
  }

  async probe(provider: AiProviderId, key: string, signal: AbortSignal): Promise<KeyReport> {
    const known = this.providers.find(({ id }) => id === provider);
    if (!known) return { verdict: 'unreachable', models: [] };
    try {
      return { verdict: 'ok', models: await known.models({ key, signal }) };
    } catch (error) {
      const verdict = error instanceof AiFailure ? VERDICTS[error.kind] : undefined;
      return { verdict: verdict ?? 'unreachable', models: [] };
    }
  }
}
