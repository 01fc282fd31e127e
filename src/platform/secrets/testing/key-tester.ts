import type { SecretServiceName } from '../secret-services.js';

/**
 * How a service took a key: `ok` · `invalid_key` unknown, expired or revoked · `no_quota` nothing left to spend · `no_scope`
 * it may not do what we need · `limited` it works, and was asked too often just now · `unreachable` the service did not answer
 */
export type KeyVerdict = 'ok' | 'invalid_key' | 'no_quota' | 'no_scope' | 'limited' | 'unreachable';

/**
 * Tries keys of the services it names. A port: rooms that speak to a service extend it, and every provider that does is
 * found at start, in whatever module it stands.
 */
export abstract class KeyTester {
  abstract readonly services: readonly SecretServiceName[];

  /** A harmless call for the user, ended at `signal`. What is thrown counts as `unreachable`, and its words are told to no one. */
  abstract test(
    service: SecretServiceName,
    value: string,
    signal: AbortSignal,
    userId: string,
  ): Promise<KeyVerdict>;
}
