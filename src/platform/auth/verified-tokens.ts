import { hash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Accounts } from '#platform/accounts/accounts';
import type { Caller } from './caller.js';
import { TokenKeys } from './token-keys.js';

const TOKENS_AT_MOST = 10_000;

/**
 * Tokens that were verified not long ago, as digests, so that a client that sends its token with every request is verified
 * once. Each counts until it expires, as long as the keys are those it was verified with and no account has been closed since.
 */
@Injectable()
export class VerifiedTokens {
  private readonly callers = new Map<string, Caller>();
  private edition = '';

  constructor(
    private readonly keys: TokenKeys,
    private readonly accounts: Accounts,
  ) {}

  /** Who sent it, or nothing when it must be verified. The last seconds, in which clocks may differ, are left to the verifier. */
  find(token: string): Caller | undefined {
    if (!this.isCurrent()) return undefined;
    const digest = digestOf(token);
    const caller = this.callers.get(digest);
    if (caller && caller.expiresAt > Date.now() / 1000) return caller;
    this.callers.delete(digest);
    return undefined;
  }

  /** Keeps who was found when the edition of accounts was `asOf`: somebody whose account was closed meanwhile is not kept. */
  keep(token: string, caller: Caller, asOf: string | null): void {
    if (!this.isCurrent() || this.accounts.edition !== asOf) return;
    const [oldest] = this.callers.keys();
    if (this.callers.size >= TOKENS_AT_MOST && oldest !== undefined) this.callers.delete(oldest);
    this.callers.set(digestOf(token), caller);
  }

  private isCurrent(): boolean {
    const [keys, accounts] = [this.keys.edition, this.accounts.edition];
    const edition = `${keys} ${accounts}`;
    if (edition !== this.edition) {
      this.callers.clear();
      this.edition = edition;
    }
    return keys !== null && accounts !== null;
  }
}

function digestOf(token: string): string {
  return hash('sha256', token, 'base64');
}
