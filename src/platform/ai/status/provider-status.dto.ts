import type { AiProviderId } from '../ai-request.js';

/** What a provider lets through and how it is doing, as this process sees it. */
export class AiProviderStatus {
  /** @example 'openai' */
  provider!: AiProviderId;
  /** Whether a key is there that counts for you. */
  configured!: boolean;
  /** Whose key is used: your own, the platform's, or none. */
  key_owner!: 'user' | 'platform' | null;
  /**
   * `unreadable` when your own key can no longer be opened and must be saved again. The platform's is not used in its place:
   * calls that would ask this provider first are `secrets/unreadable`, others pass it over. @example null
   */
  problem!: 'unreadable' | null;
  /** Asked when nobody names another. @example 'gpt-5-mini' */
  default_model!: string | null;
  /** Names of the catalogue. */
  models!: string[];
  supports_vision!: boolean;
  /** `open` while it is left alone for having failed, `half-open` while one call tries it again. */
  breaker!: 'closed' | 'open' | 'half-open';
  /** Calls a minute with one key; 0 for no limit. @example 60 */
  rate_limit!: number;
  /** Calls left at the moment; null without a limit. */
  calls_left!: number | null;
  /** Until when it asked us to wait; null when it did not. */
  paused_until!: string | null;
  /** What went wrong last. @example 'limited' */
  last_error!: string | null;
  last_error_at!: string | null;
}

/**
 * The providers in the order in which they are asked: a list, where the service before this one had `provider_details` by name,
 * which no client of it reads.
 */
export class AiProviderStatuses {
  /** Asked first when nobody names one; null while none has a key. */
  current_provider!: AiProviderId | null;
  /** Those with a key that can be read. */
  available_providers!: AiProviderId[];
  providers!: AiProviderStatus[];
}

/** How a key was taken. */
export class AiProviderTest {
  provider!: AiProviderId;
  /** Whether the key works. */
  success!: boolean;
  /**
   * `invalid_key` it is unknown, expired or revoked; `no_quota` nothing is left to spend; `no_scope` it may not do what we
   * need; `limited` it works, and was asked too often just now; `unreachable` the provider did not answer. @example 'ok'
   */
  result!: 'ok' | 'invalid_key' | 'no_quota' | 'no_scope' | 'limited' | 'unreachable';
  key_owner!: 'user' | 'platform';
  /** Milliseconds until it answered. */
  response_time!: number;
  /** The model that is asked when nobody names another. */
  model_used!: string | null;
  /** How many models a key that works may use; null when it may not list them. */
  models_seen!: number | null;
  /** What is wrong, in words without secrets. */
  error!: string | null;
}
