import type { AiProviderId } from '../ai-request.js';

export const AI_MODEL_KINDS = ['text', 'embedding', 'image', 'video'] as const;
export type AiModelKind = (typeof AI_MODEL_KINDS)[number];

export interface AiCapabilities {
  /** Takes images. */
  readonly vision: boolean;
  readonly tools: boolean;
  /** Answers in a given JSON shape by a mode of its own. */
  readonly structured: boolean;
  /** Takes a temperature; it must be left out for the others. */
  readonly temperature: boolean;
  readonly streaming: boolean;
  /** Thinks before it answers when nobody says how much: its thoughts count as output, and against the limit of an answer. */
  readonly thinks: boolean;
}

/** US dollars per million tokens; null where unknown. */
export interface AiTokenPrice {
  readonly input: number | null;
  readonly cachedInput: number | null;
  /** Input that goes into the provider's cache; null where it costs what other input does. */
  readonly cacheWrite: number | null;
  readonly output: number | null;
}

/** What a model costs. Null where unknown, never 0. */
export interface AiPrice extends AiTokenPrice {
  /** US dollars for one image of the usual size, where its tokens are not counted. */
  readonly perImage: number | null;
  /** US dollars for one second of video. */
  readonly perSecond: number | null;
  /** What every token of a request costs once its input is more than so many tokens. */
  readonly long: (AiTokenPrice & { readonly above: number }) | null;
  /** The day the price was read; null when it is unknown. */
  readonly pricedAt: string | null;
}

/** Who has changed something about a model: our settings, or an administrator, whose word counts more. */
export type AiModelChanger = 'environment' | 'administrator';

/** A model under our name. Days are written `2026-12-11`. */
export interface AiModel {
  readonly name: string;
  /** What the provider calls it. */
  readonly apiId: string;
  readonly provider: AiProviderId;
  readonly kind: AiModelKind;
  readonly capabilities: AiCapabilities;
  /** Tokens of input and output together. */
  readonly contextTokens: number | null;
  readonly maxOutputTokens: number | null;
  readonly price: AiPrice;
  readonly deprecatedSince: string | null;
  /** The day from which the provider no longer answers. */
  readonly retiresOn: string | null;
  /** The catalogue's name of what answers in its place once it is retired. Never of vectors: those of two models cannot be compared. */
  readonly replacedBy: string | null;
  /** Used where its provider is asked for this kind without a name. */
  readonly isDefault: boolean;
  /** False when an administrator has switched it off. */
  readonly isActive: boolean;
  /** Whether the platform's key may use it, as last asked; null when nobody has asked. */
  readonly isAvailable: boolean | null;
  /** Not of our lists: a setting or an administrator has added it. */
  readonly isOwn: boolean;
  /** What is not as our lists have it, in the words of `ModelOverride`, and who said so last. */
  readonly overridden: readonly { readonly field: string; readonly by: AiModelChanger }[];
}
