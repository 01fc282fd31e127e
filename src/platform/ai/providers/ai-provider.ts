import type { AiFinish, AiImage, AiProviderId, AiUsage } from '../ai-request.js';

/** JSON Schema 2020-12, as `z.toJSONSchema` makes it. */
export type JsonSchema = Readonly<Record<string, unknown>>;

export interface ProviderTool {
  readonly name: string;
  readonly description: string;
  readonly schema: JsonSchema;
}

export interface ProviderToolCall {
  readonly id: string;
  readonly name: string;
  /** As the model wrote it, parsed; a string where it is not JSON. */
  readonly input: unknown;
  /** What this provider wants back unchanged with the call, in the same conversation; others ignore it. */
  readonly signature?: string;
}

export type ProviderMessage =
  | {
      readonly role: 'user';
      readonly parts: readonly ({ readonly kind: 'text'; readonly text: string } | AiImage)[];
    }
  | { readonly role: 'assistant'; readonly text: string; readonly toolCalls: readonly ProviderToolCall[] }
  | { readonly role: 'tool'; readonly callId: string; readonly name: string; readonly output: string };

/** A request ready to be translated: the provider's own model id, untrusted parts marked off, limits applied. */
export interface ProviderRequest {
  readonly model: string;
  /** What stays the same from request to request: a prefix that providers may keep. */
  readonly instructions: string;
  /** Follows the instructions: how text of other people is marked off in this request, by an id of its own. */
  readonly markRule?: string;
  readonly messages: readonly ProviderMessage[];
  readonly tools: readonly ProviderTool[];
  readonly maxTokens: number;
  /** Left out when the model takes none. */
  readonly temperature?: number;
  /** The answer is short, so a model that thinks shall think little. */
  readonly effort?: 'low';
  /** The answer must be JSON of this shape, by the provider's native mode. */
  readonly shape?: { readonly name: string; readonly schema: JsonSchema };
}

/** How one attempt is made. It ends at `signal`, down to the socket. */
export interface ProviderCall {
  readonly key: string;
  readonly signal: AbortSignal;
  /**
   * Told what an answer has used so far, as soon and as often as the provider says so, and before each batch of vectors what
   * will have been sent: it counts however the attempt ends.
   */
  readonly counted?: (usage: AiUsage) => void;
  /** Called whenever something of a stream arrives, text or not, and after each batch of vectors: it is alive. */
  readonly heard?: () => void;
}

export interface ProviderAnswer {
  readonly text: string;
  readonly toolCalls: readonly ProviderToolCall[];
  readonly finish: AiFinish;
  /** No tokens where the provider has told none. */
  readonly usage: AiUsage;
}

export type ProviderEvent =
  | { readonly kind: 'delta'; readonly text: string }
  | { readonly kind: 'end'; readonly answer: ProviderAnswer };

/** What is to become vectors. */
export interface ProviderTexts {
  readonly model: string;
  readonly texts: readonly string[];
  readonly dimensions?: number;
}

export interface ProviderVectors {
  /** One per text, in order. */
  readonly vectors: readonly (readonly number[])[];
  /** No tokens where the provider has told none. */
  readonly usage: AiUsage;
}

/**
 * One company's API, translated to and from our words and nothing else: no retry, no choice, no limit, no log. Every
 * failure is an `AiFailure`; when `signal` ended it, `signal.reason` is thrown.
 */
export abstract class AiProvider {
  abstract readonly id: AiProviderId;

  abstract text(request: ProviderRequest, call: ProviderCall): Promise<ProviderAnswer>;

  /** A stream that stops without its end is a failure (`unavailable`). Leaving the loop closes the connection. */
  abstract stream(request: ProviderRequest, call: ProviderCall): AsyncIterable<ProviderEvent>;

  /** Left out where the company has no embeddings. */
  embed?(request: ProviderTexts, call: ProviderCall): Promise<ProviderVectors>;

  /** The ids of the models this key may use: a harmless call that also tells whether the key works. */
  abstract models(call: ProviderCall): Promise<readonly string[]>;
}

/** Injection token of all providers. */
export const AI_PROVIDER_LIST = Symbol('AiProviders');
