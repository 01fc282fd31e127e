import type { AiProviderId } from '../ai-request.js';

/**
 * Why a provider did not answer.
 * `unavailable` no connection, 5xx, 529, an answer cut off or not readable · `limited` too many requests · `quota` nothing
 * left to spend · `timeout` · `key-refused` 401 · `scope-missing` 403 · `model-missing` unknown to it · `rejected` our request is wrong ·
 * `too-long` more than the model's context · `refused` the model or a filter declined
 */
export type AiFailureKind =
  | 'unavailable'
  | 'limited'
  | 'quota'
  | 'timeout'
  | 'key-refused'
  | 'scope-missing'
  | 'model-missing'
  | 'rejected'
  | 'too-long'
  | 'refused';

/** One attempt at one provider failed. `detail` is the provider's own sentence, for the log; never shown, never a key. */
export class AiFailure extends Error {
  constructor(
    readonly provider: AiProviderId,
    readonly kind: AiFailureKind,
    readonly detail: string,
    /** What the provider asked us to wait, in milliseconds. */
    readonly retryAfterMs?: number,
  ) {
    super(`${provider}: ${kind}: ${detail}`);
    this.name = 'AiFailure';
  }
}
