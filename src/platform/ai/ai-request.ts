import type { z } from 'zod';

export const AI_PROVIDERS = ['openai', 'anthropic', 'google', 'mistral'] as const;
export type AiProviderId = (typeof AI_PROVIDERS)[number];

export interface AiImage {
  readonly kind: 'image';
  readonly mediaType: 'image/png' | 'image/jpeg' | 'image/webp' | 'image/gif';
  readonly base64: string;
}

/** Something the model is shown. `untrusted` is what people or pages wrote: it is marked off and never obeyed. */
export type AiPart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'untrusted'; readonly source: string; readonly text: string }
  | AiImage;

/** A tool the model wants used. `problem` says why its input does not fit; tell it to the model, do not run the tool. */
export interface AiToolCall {
  readonly id: string;
  readonly name: string;
  readonly input: unknown;
  readonly problem?: string;
  /** What the provider wants back unchanged when the call is told to it again. */
  readonly signature?: string;
}

export type AiMessage =
  | { readonly role: 'user'; readonly parts: readonly AiPart[] }
  | { readonly role: 'assistant'; readonly text: string; readonly toolCalls?: readonly AiToolCall[] }
  | { readonly role: 'tool'; readonly callId: string; readonly name: string; readonly output: string };

/** A tool the model may ask for; its input is checked against `input` before anybody sees it. */
export interface AiTool {
  readonly name: string;
  readonly description: string;
  readonly input: z.ZodType;
}

/** What the model is asked, in our words. The prompt's fixed part is `instructions`; everything else is in `messages`. */
export interface AiRequest {
  /** Who pays and whose keys and budget count; null for work of the platform itself. */
  readonly userId: string | null;
  /** What it is for, as `content.post`: usage is added up by it. */
  readonly feature: string;
  readonly instructions?: string;
  readonly messages: readonly AiMessage[];
  /** Asked first; others follow in their order. */
  readonly provider?: AiProviderId;
  /** A name of the catalogue, asked first at its own provider, or who replaces it once it is retired; others follow with their own defaults. */
  readonly model?: string;
  /** Nobody but the wished provider is asked. */
  readonly pinned?: boolean;
  readonly tools?: readonly AiTool[];
  /**
   * Tokens, 1 or more; the model's own limit is kept. Default 4,000. A model that thinks has 4,000 more for its thoughts; when the
   * limit comes before the first word it is `ai/cut-short`.
   */
  readonly maxTokens?: number;
  /** 0 to 2; left out for models that take none. Default 0.7. */
  readonly temperature?: number;
  /**
   * Milliseconds for everything together, waiting and other providers included. Default 60,000; for a whole answer of more than
   * 4,000 `maxTokens` 30 more for each token above, and 600,000 at most.
   */
  readonly deadlineMs?: number;
  readonly signal?: AbortSignal;
  readonly runId?: string;
  readonly promptVersion?: string;
  /** The answer while no provider has a key, marked `ai: false`. Without it that is an error. */
  readonly offline?: () => string;
}

/** Tokens as the provider counted them, or as they were estimated where it told none. */
export interface AiUsage {
  readonly input: number;
  /** The part of `input` that came from the provider's cache. */
  readonly cachedInput: number;
  /** The part of `input` that went into its cache, where that is told. */
  readonly cacheWrite?: number;
  readonly output: number;
  /** Images made. */
  readonly images?: number;
  /** Seconds of video made. */
  readonly seconds?: number;
}

export type AiFinish = 'stop' | 'length' | 'tools';

export interface AiAnswer {
  readonly text: string;
  readonly toolCalls: readonly AiToolCall[];
  readonly finish: AiFinish;
  /** False when no model was asked because none is configured. */
  readonly ai: boolean;
  readonly provider: AiProviderId | 'offline';
  /** The name in the catalogue. */
  readonly model: string;
  readonly usage: AiUsage;
  /** US dollars times a million; null when the catalogue has no price. */
  readonly costMicros: number | null;
  /** The user's budget of the day is nearly used up. */
  readonly budgetWarning: boolean;
}

/** The answer piece by piece: any number of deltas, then exactly one end with the whole of it. */
export type AiStreamEvent =
  { readonly kind: 'delta'; readonly text: string } | { readonly kind: 'end'; readonly answer: AiAnswer };

/** An answer whose text was read as the form that was asked for. */
export interface AiShapedAnswer<T> extends AiAnswer {
  readonly value: T;
}

/** Texts as points whose distance is how much they differ in meaning. All come from one model; never mix two. */
export interface AiVectors {
  readonly vectors: readonly (readonly number[])[];
  readonly provider: AiProviderId;
  readonly model: string;
  readonly costMicros: number | null;
}
