import { hash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Caller } from './caller.js';
import { TokenKeys } from './token-keys.js';

const TOKENS_AT_MOST = 10_000;

/**
 * Tokens that were verified not long ago, as digests, so that a client that sends its token with every request is verified
 * once. Each counts until it expires and as long as the keys are those it was verified with.
 */
@Injectable()
export class VerifiedTokens {
  private readonly callers = new Map<string, Caller>();
  private edition = 0;

  constructor(private readonly keys: TokenKeys) {}

  /** Who sent it, or nothing when it must be verified. The last seconds, in which clocks may differ, are left to the verifier. */
  find(token: string): Caller | undefined {
    if (!this.isCurrent()) return undefined;
    const digest = digestOf(token);
    const caller = this.callers.get(digest);
    if (caller && caller.expiresAt > Date.now() / 1000) return caller;
    this.callers.delete(digest);
    return undefined;
  }

  keep(token: string, caller: Caller): void {
    if (!this.isCurrent()) return;
    const [oldest] = this.callers.keys();
    if (this.callers.size >= TOKENS_AT_MOST && oldest !== undefined) this.callers.delete(oldest);
    this.callers.set(digestOf(token), caller);
  }

  private isCurrent(): boolean {
    const { edition } = this.keys;
    if (edition === this.edition) return true;
    this.callers.clear();
    this.edition = edition ?? 0;
    return edition !== null;
  }
}

function digestOf(token: string): string {
  return hash('sha256', token, 'base64');
}
