import { createPublicKey, createSecretKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import { Settings } from '#platform/config/settings';
import { KeysUnavailable, TokenInvalid } from './auth.errors.js';

const FRESH_MS = 10 * 60_000;
const STALE_MS = 20 * 60_000;
const COOL_DOWN_MS = 30_000;
/** Between two tries while no key has been read at all. */
const FIRST_COOL_DOWN_MS = 1_000;
const FETCH_TIMEOUT_MS = 3_000;
const KEY_TYPES: Record<string, { kty: string; crv?: string }> = {
  ES256: { kty: 'EC', crv: 'P-256' },
  RS256: { kty: 'RSA' },
};

interface PublishedKey extends JsonWebKey {
  kid?: string;
  alg?: string;
}

/**
 * The keys a token may be verified with, chosen by configuration: HS256 only with `SUPABASE_JWT_SECRET`, ES256 and RS256
 * only with the published key of the same `kid` and `alg`. Published keys are fresh for 10 minutes, fetched again for an
 * unknown `kid` at most every 30 seconds by one request at a time, and used for 20 minutes while the endpoint is down.
 */
@Injectable()
export class TokenKeys {
  private readonly logger = new Logger(TokenKeys.name);
  private readonly secret: KeyObject | undefined;
  private published = new Map<string, KeyObject>();
  private fetchedAt = 0;
  private triedAt = 0;
  private fetching: Promise<void> | undefined;
  /** The last try failed, so a key that is not known may still be a good one. */
  private unread = false;

  constructor(private readonly settings: Settings) {
    const secret = settings.SUPABASE_JWT_SECRET;
    this.secret = secret === undefined ? undefined : createSecretKey(Buffer.from(secret));
  }

  /** Changes with the published keys; null while they are due to be read again, when nothing verified before counts. */
  get edition(): number | null {
    if (!this.settings.SUPABASE_JWKS_URL) return 0;
    return Date.now() - this.fetchedAt > FRESH_MS ? null : this.fetchedAt;
  }

  /** The key for a token header, or an error: never a key of another algorithm. */
  async find(header: { alg: string; kid: string | undefined }): Promise<KeyObject> {
    if (header.alg === 'HS256' && this.secret) return this.secret;
    if (!KEY_TYPES[header.alg] || header.kid === undefined || !this.settings.SUPABASE_JWKS_URL)
      throw new TokenInvalid();
    const wanted = `${header.alg} ${header.kid}`;
    const now = Date.now();
    const age = now - this.fetchedAt;
    if (age > FRESH_MS || (!this.published.has(wanted) && now - this.triedAt > COOL_DOWN_MS))
      await this.refresh();
    const key = this.published.get(wanted);
    if (Date.now() - this.fetchedAt > STALE_MS) throw new KeysUnavailable().after(30);
    if (!key) throw this.unread ? new KeysUnavailable().after(30) : new TokenInvalid();
    return key;
  }

  private async refresh(): Promise<void> {
    if (this.fetching) return this.fetching;
    if (Date.now() - this.triedAt < (this.fetchedAt > 0 ? COOL_DOWN_MS : FIRST_COOL_DOWN_MS)) return;
    this.triedAt = Date.now();
    this.fetching = this.fetchKeys().finally(() => (this.fetching = undefined));
    await this.fetching;
  }

  private async fetchKeys(): Promise<void> {
    try {
      const answer = await fetch(this.settings.SUPABASE_JWKS_URL ?? '', {
        signal: AbortSignal.timeout(FETCH_TIMEOUT_MS),
        redirect: 'error',
      });
      if (!answer.ok) throw new Error(`it answered ${answer.status}`);
      const { keys } = (await answer.json()) as { keys: PublishedKey[] };
      this.published = readKeys(keys);
      this.fetchedAt = Date.now();
      this.unread = false;
    } catch (error) {
      this.unread = true;
      this.logger.warn(
        `SUPABASE_JWKS_URL cannot be read: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  }
}

function readKeys(keys: readonly PublishedKey[]): Map<string, KeyObject> {
  const read = new Map<string, KeyObject>();
  for (const key of keys.slice(0, 50)) {
    const wanted = key.alg === undefined ? undefined : KEY_TYPES[key.alg];
    if (!wanted || typeof key.kid !== 'string' || key.kty !== wanted.kty) continue;
    if (wanted.crv !== undefined && key.crv !== wanted.crv) continue;
    const publicKey = readKey(key);
    if (publicKey) read.set(`${key.alg} ${key.kid}`, publicKey);
  }
  return read;
}

/** A key that cannot be read is left out: the others still serve. */
function readKey(key: PublishedKey): KeyObject | undefined {
  try {
    return createPublicKey({ key, format: 'jwk' });
  } catch {
    return undefined;
  }
}
