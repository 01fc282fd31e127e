import type { AiProviderId } from '../ai-request.js';
import type { AiCapabilities, AiModel, AiModelKind, AiTokenPrice } from './ai-model.js';

/** Dollars per million tokens: input, cached input, output. */
type Tokens = readonly [input: number | null, cachedInput: number | null, output: number | null];

/** A line of a list of models; what is left out is unknown, or as its kind has it. */
export interface ModelEntry {
  readonly name: string;
  /** Left out where the provider uses our name. */
  readonly apiId?: string;
  readonly context?: number;
  readonly maxOutput?: number;
  readonly tokens?: Tokens;
  readonly long?: { readonly above: number; readonly tokens: Tokens };
  /** How many times the price of other input is paid for what goes into the provider's cache. */
  readonly cacheWrites?: number;
  readonly perImage?: number;
  readonly perSecond?: number;
  readonly pricedAt?: string;
  /** Abilities of its kind that this model has not. */
  readonly lacks?: readonly (keyof AiCapabilities)[];
  readonly thinks?: boolean;
  readonly deprecatedSince?: string;
  readonly retiresOn?: string;
  readonly replacedBy?: string;
  readonly isDefault?: boolean;
}

const NOTHING: AiCapabilities = {
  vision: false,
  tools: false,
  structured: false,
  temperature: false,
  streaming: false,
  thinks: false,
};
const ABILITIES: Record<AiModelKind, AiCapabilities> = {
  text: {
    vision: true,
    tools: true,
    structured: true,
    temperature: true,
    streaming: true,
    thinks: false,
  },
  embedding: NOTHING,
  image: { ...NOTHING, vision: true },
  video: { ...NOTHING, vision: true },
};

/** The models of a list, all of one provider and one kind. */
export function modelsOf(
  provider: AiProviderId,
  kind: AiModelKind,
  entries: readonly ModelEntry[],
): readonly AiModel[] {
  return entries.map((entry) => ({
    name: entry.name,
    apiId: entry.apiId ?? entry.name,
    provider,
    kind,
    capabilities: {
      ...ABILITIES[kind],
      ...Object.fromEntries((entry.lacks ?? []).map((ability) => [ability, false])),
      thinks: entry.thinks ?? false,
    },
    contextTokens: entry.context ?? null,
    maxOutputTokens: entry.maxOutput ?? null,
    price: {
      ...priceOf(entry),
      perImage: entry.perImage ?? null,
      perSecond: entry.perSecond ?? null,
      long: entry.long ? { above: entry.long.above, ...priceOf({ ...entry, ...entry.long }) } : null,
      pricedAt: entry.pricedAt ?? null,
    },
    deprecatedSince: entry.deprecatedSince ?? null,
    retiresOn: entry.retiresOn ?? null,
    replacedBy: entry.replacedBy ?? null,
    isDefault: entry.isDefault ?? false,
    isActive: true,
    isAvailable: null,
    isOwn: false,
    overridden: [],
  }));
}

/** A model that our lists do not have: sent by its name, able as its kind is, without limits and prices until they are told. */
export function ownModels(provider: AiProviderId, kind: AiModelKind, name: string): readonly AiModel[] {
  return modelsOf(provider, kind, [{ name }]).map((model) => ({ ...model, isOwn: true }));
}

function priceOf({
  tokens = [null, null, null],
  cacheWrites,
}: Pick<ModelEntry, 'tokens' | 'cacheWrites'>): AiTokenPrice {
  const [input, cachedInput, output] = tokens;
  const cacheWrite = input === null || cacheWrites === undefined ? null : input * cacheWrites;
  return { input, cachedInput, cacheWrite, output };
}
