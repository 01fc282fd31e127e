import { AsyncLocalStorage } from 'node:async_hooks';
import { Injectable } from '@nestjs/common';
import { ApiKeyRepository, type KnownKey } from './api-key.repository.js';

/** For so long a key that another instance has revoked or replaced may still be taken for what it was. */
const FRESH_FOR_MS = 3_000;
const KEYS_AT_MOST = 10_000;

interface Remembered {
  readonly key: Promise<KnownKey | undefined>;
  readonly until: number;
}

/** Keys that were asked for a moment ago, so that a machine that sends many requests is looked up once in a while. */
@Injectable()
export class KnownKeys {
  private readonly remembered = new Map<string, Remembered>();
  /** Looking up serves everybody who asks meanwhile, so it runs outside the transaction of whoever was first. */
  private readonly detached = AsyncLocalStorage.snapshot();

  constructor(private readonly keys: ApiKeyRepository) {}

  /** The key of the id; undefined where there is none that can be used. */
  find(id: string): Promise<KnownKey | undefined> {
    const known = this.remembered.get(id);
    if (known && known.until > performance.now()) return known.key;
    this.remembered.delete(id);
    const [oldest] = this.remembered.keys();
    if (this.remembered.size >= KEYS_AT_MOST && oldest !== undefined) this.remembered.delete(oldest);
    const key = this.detached(() => this.keys.find(id));
    // What could not be looked up is looked up again by the next.
    key.catch(() => this.forget(id));
    this.remembered.set(id, { key, until: performance.now() + FRESH_FOR_MS });
    return key;
  }

  /** Whether what is known of the id, also that there is no such key, is fresh enough to be told again. */
  remembers(id: string): boolean {
    return (this.remembered.get(id)?.until ?? 0) > performance.now();
  }

  forget(id: string): void {
    this.remembered.delete(id);
  }
}
