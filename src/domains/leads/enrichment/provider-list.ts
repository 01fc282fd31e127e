import { Inject, Injectable } from '@nestjs/common';
import type { ProviderInfo } from './enrichment.dto.js';
import { EnrichmentNotConfigured, EnrichmentProviderUnknown } from './enrichment.errors.js';
import { ENRICHMENT_PROVIDERS, type EnrichmentProvider } from './enrichment-provider.js';

/** Whom to ask, and what is missing to ask them. */
export interface ProviderChoice {
  readonly provider: EnrichmentProvider;
  readonly missing: string | null;
  /** Whether it was asked for by its name. */
  readonly isNamed: boolean;
}

/** Who knows something of leads. */
@Injectable()
export class ProviderList {
  constructor(@Inject(ENRICHMENT_PROVIDERS) private readonly providers: readonly EnrichmentProvider[]) {}

  async told(ownerId: string): Promise<ProviderInfo[]> {
    return Promise.all(
      this.providers.map(async (provider) => {
        const { name, does, gives, costMicros } = provider;
        const missing = await provider.missing(ownerId);
        return {
          name,
          does,
          configured: missing === null,
          missing,
          cost_micros: costMicros,
          gives: [...gives],
        };
      }),
    );
  }

  /** The named ones, or all; refused when a named one is not there, or cannot be asked. */
  async chosen(ownerId: string, names: readonly string[] | undefined): Promise<ProviderChoice[]> {
    const wanted =
      names === undefined ? this.providers : [...new Set(names)].map((name) => this.called(name));
    const chosen = await Promise.all(
      wanted.map(async (provider) => ({
        provider,
        missing: await provider.missing(ownerId),
        isNamed: names !== undefined,
      })),
    );
    for (const { provider, missing, isNamed } of chosen)
      if (isNamed && missing !== null && !provider.isModel)
        throw new EnrichmentNotConfigured(provider.name, missing);
    return chosen;
  }

  private called(name: string): EnrichmentProvider {
    const provider = this.providers.find((one) => one.name === name);
    if (provider) return provider;
    throw new EnrichmentProviderUnknown(name, this.providers.map((one) => one.name).join(', '));
  }
}
