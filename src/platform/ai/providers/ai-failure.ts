import type { AiProviderId, AiUsage } from '../ai-request.js';

/**
 * Why a provider did not answer.
 * `unavailable` no connection, 5xx, 529, an answer cut off or not readable · `limited` too many requests · `quota` nothing
 * left to spend · `timeout` · `key-refused` 401 · `scope-missing` 403 · `model-missing` unknown to it · `rejected` our request is wrong ·
 * `too-long` more than the model's context · `refused` the model or a filter declined ·
 * `cut-short` its limit of tokens came before the first word
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
  | 'refused'
  | 'cut-short';

/** Nobody is left alone for longer, whatever a provider says. */
const LONGEST_WAIT_MS = 3_600_000;

/** One attempt at one provider failed. `detail` is the provider's own sentence, for the log; never shown, never a key. */
export class AiFailure extends Error {
  /** What the provider asked us to wait, in milliseconds; an hour at most. */
  readonly retryAfterMs: number | undefined;
  /** What it has counted all the same; no tokens where it has told none. */
  usage: AiUsage | undefined;
  /** It may have taken the call and charge for it: only a status that says no, or no connection, tells that it has not. */
  mayBeTaken: boolean;

  constructor(
    readonly provider: AiProviderId,
    readonly kind: AiFailureKind,
    readonly detail: string,
    retryAfterMs?: number,
  ) {
    super(`${provider}: ${kind}: ${detail}`);
    this.name = 'AiFailure';
    this.retryAfterMs = retryAfterMs && Math.min(retryAfterMs, LONGEST_WAIT_MS);
    this.mayBeTaken = kind === 'timeout';
  }

  /** Says that it may have taken the call. */
  perhapsTaken(): this {
    this.mayBeTaken = true;
    return this;
  }

  /** Adds what the provider has counted for it. */
  having(usage: AiUsage): this {
    this.usage = usage;
    return this;
  }
}
