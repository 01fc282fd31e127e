import { Injectable } from '@nestjs/common';
import { Settings } from '#platform/config/settings';
import type { KeyVerdict } from '#platform/secrets/testing/key-tester';
import { AiProviderNotConfigured } from '../ai.errors.js';
import { AI_PROVIDERS, type AiProviderId } from '../ai-request.js';
import { ModelCatalogue } from '../models/model-catalogue.js';
import { Candidates, type CountingKey, usable } from '../routing/candidates.js';
import { Lines } from '../routing/lines.js';
import { KeyProbe } from './key-probe.js';
import type { AiProviderStatus, AiProviderStatuses, AiProviderTest } from './provider-status.dto.js';

const WITHIN_MS = 10_000;

const IN_WORDS: Record<KeyVerdict, string | null> = {
  ok: null,
  invalid_key: 'The provider refused the key.',
  no_quota: 'The account has nothing left to spend.',
  no_scope: 'The key may not do this.',
  limited: 'The key works, but the provider takes no more requests with it at the moment.',
  unreachable: 'The provider did not answer.',
};

/** Which providers can be asked, for whom, and how each is doing. */
@Injectable()
export class ProviderStatusService {
  constructor(
    private readonly candidates: Candidates,
    private readonly catalogue: ModelCatalogue,
    private readonly lines: Lines,
    private readonly probe: KeyProbe,
    private readonly settings: Settings,
  ) {}

  async all(userId: string): Promise<AiProviderStatuses> {
    const keys = await this.candidates.keysFor(userId);
    const order = [...new Set([...this.settings.AI_FALLBACK_ORDER, ...AI_PROVIDERS])];
    const configured = order.filter((id) => keys.has(id));
    return {
      current_provider: configured[0] ?? null,
      available_providers: configured.filter((id) => !isBroken(keys.get(id))),
      providers: order.map((id) => this.one(id, keys.get(id))),
    };
  }

  /** Providers for which the platform has a key and that have failed so often that they are left alone. */
  failing(): readonly AiProviderId[] {
    return AI_PROVIDERS.filter((id) => {
      const key = this.settings.aiKey(id);
      return key !== undefined && this.lines.of(id, key).state().breaker === 'open';
    });
  }

  /** Tries the key that counts for this user. */
  async test(userId: string, provider: AiProviderId): Promise<AiProviderTest> {
    const counts = (await this.candidates.keysFor(userId)).get(provider);
    if (!counts) throw new AiProviderNotConfigured(provider);
    const owned = usable(counts);
    await this.candidates.noteUse(userId, { ...owned, provider });
    const startedAt = performance.now();
    const trial = { ...owned, provider, userId };
    const { verdict, models } = await this.probe.probe(trial, AbortSignal.timeout(WITHIN_MS));
    const success = verdict === 'ok' || verdict === 'limited';
    return {
      provider,
      success,
      result: verdict,
      key_owner: owned.keyOwner,
      response_time: Math.round(performance.now() - startedAt),
      model_used: this.catalogue.defaultOf(provider)?.name ?? null,
      models_seen: success ? (models?.length ?? null) : null,
      error: IN_WORDS[verdict],
    };
  }

  private one(provider: AiProviderId, owned: CountingKey | undefined): AiProviderStatus {
    const models = this.catalogue.all().filter((model) => model.provider === provider);
    const line = owned && 'key' in owned ? this.lines.of(provider, owned.key).state() : undefined;
    return {
      provider,
      configured: owned !== undefined,
      key_owner: owned?.keyOwner ?? null,
      problem: isBroken(owned) ? 'unreadable' : null,
      default_model: this.catalogue.defaultOf(provider)?.name ?? null,
      models: models.map(({ name }) => name),
      supports_vision: models.some(({ capabilities }) => capabilities.vision),
      breaker: line?.breaker ?? 'closed',
      rate_limit: this.settings.aiRateLimit(provider),
      calls_left: line?.callsLeft ?? null,
      paused_until: line?.pausedUntil?.toISOString() ?? null,
      last_error: line?.lastFailure?.kind ?? null,
      last_error_at: line?.lastFailure?.at.toISOString() ?? null,
    };
  }
}

function isBroken(key: CountingKey | undefined): boolean {
  return key !== undefined && 'problem' in key;
}
