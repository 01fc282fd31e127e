import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Settings } from '#platform/config/settings';
import { TooManyRequests } from '#platform/http/http.errors';
import { networkOf } from '#platform/http/network-of';
import { RateLimits } from '#platform/http/rate-limits';
import type { Caller } from '../caller.js';
import { ApiKeyExpired, ApiKeyGarbled, ApiKeyInvalid, ClosedToKeys, ScopeMissing } from './api-key.errors.js';
import type { KnownKey } from './api-key.repository.js';
import { isSame, looksLikeKey, readKeyText, type SentKey } from './api-key-text.js';
import { KeyUses } from './key-uses.js';
import { KnownKeys } from './known-keys.js';
import { includes, scopeOf } from './scopes.js';

const BEARER = /^Bearer (\S+)$/i;

/** Lets machines in by their keys, as their owner, and only to what the key was given for. */
@Injectable()
export class KeyAdmission {
  constructor(
    private readonly known: KnownKeys,
    private readonly uses: KeyUses,
    private readonly limits: RateLimits,
    private readonly settings: Settings,
  ) {}

  /** The key in the header; undefined when what stands there means to be something else. */
  keyIn(authorization: string): string | undefined {
    const [, text = ''] = BEARER.exec(authorization) ?? [];
    return looksLikeKey(text) ? text : undefined;
  }

  /** Whose key it is. Throws what is wrong with it, or that the route is not for it. */
  async admit(text: string, request: FastifyRequest): Promise<Caller> {
    const sent = readKeyText(text);
    if (!sent) throw new ApiKeyGarbled();
    const key = await this.found(sent, request.ip);
    const { method, routeOptions } = request;
    if (key.expiresAt !== null && key.expiresAt <= Date.now() / 1000) throw new ApiKeyExpired();
    const needed = scopeOf(method, routeOptions.url ?? '');
    if (needed === undefined || needed === 'closed') throw new ClosedToKeys();
    if (!includes(key.scopes, needed)) throw new ScopeMissing(needed);
    this.uses.note(key.id, request);
    return {
      id: key.userId,
      email: key.email ?? undefined,
      isAdmin: false,
      expiresAt: key.expiresAt ?? Number.POSITIVE_INFINITY,
      apiKey: { id: key.id, requestsPerMinute: key.requestsPerMinute },
    };
  }

  /** An address from which many keys came that are none is not looked up for any more until the minute is over. */
  private async found(sent: SentKey, ip: string): Promise<KnownKey> {
    const [subject, limit] = [`unknown-key ${networkOf(ip)}`, this.settings.RATE_LIMIT_ANONYMOUS];
    const wait = limit > 0 && !this.known.remembers(sent.id) ? this.limits.waitOf(subject, limit) : 0;
    if (wait > 0) throw new TooManyRequests(limit).after(wait);
    const key = await this.known.find(sent.id);
    if (key && isSame(key.hash, sent.hash)) return key;
    if (limit > 0) this.limits.take(subject, limit);
    throw new ApiKeyInvalid();
  }
}
