import { hash } from 'node:crypto';
import { type CanActivate, type ExecutionContext, Injectable, SetMetadata } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Settings } from '#platform/config/settings';
import { TooManyRequests } from './http.errors.js';
import { networkOf } from './network-of.js';
import { RateLimits, type Verdict } from './rate-limits.js';

export type RateClassName = 'api' | 'generation' | 'public' | 'anonymous' | 'none';

const RATE_CLASS = 'http:rate-class';
/** An address may send to so many forms, or follow so many links, what it may send to one of them. */
const FORMS_AT_ONCE = 10;

/** Counts the route's requests in another class than the usual one (`api` with a token, `anonymous` without). */
export const RateClass = (name: RateClassName) => SetMetadata(RATE_CLASS, name);

interface LimitedRequest extends FastifyRequest {
  user?: { id: string; apiKey?: { id: string; requestsPerMinute: number | null } };
  params: Record<string, string>;
}

/** What one request is counted as. */
interface Count {
  readonly policy: RateClassName | 'api-key' | 'public-address';
  readonly subject: string;
  readonly limit: number;
}

/**
 * Bounds requests a minute: per user, per address, or per address and form, where an address that goes from one to the next has ten
 * times as many; a limit of 0 switches a class off.
 */
@Injectable()
export class RateLimitGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly limits: RateLimits,
    private readonly settings: Settings,
  ) {}

  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<LimitedRequest>();
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    this.countKey(request, reply);
    const named = this.reflector.getAllAndOverride<RateClassName>(RATE_CLASS, [
      context.getHandler(),
      context.getClass(),
    ]);
    const name = named ?? (request.user ? 'api' : 'anonymous');
    const limit = this.limitOf(name);
    if (limit > 0) this.count(countsOf(name, request, limit), reply);
    return true;
  }

  /** What comes by a key is counted against that key, too. */
  private countKey({ user }: LimitedRequest, reply: FastifyReply): void {
    if (!user?.apiKey) return;
    const { id, requestsPerMinute } = user.apiKey;
    const allowed = this.settings.RATE_LIMIT_API_KEY;
    const limit = Math.min(requestsPerMinute ?? Infinity, allowed === 0 ? Infinity : allowed);
    if (limit < Infinity) this.count([{ policy: 'api-key', subject: `api-key ${id}`, limit }], reply);
  }

  /** Counts nothing where one of the counts is full; tells of the one that has the least left. */
  private count(counts: readonly Count[], reply: FastifyReply): void {
    for (const { policy, subject, limit } of counts) {
      const resetIn = this.limits.waitOf(subject, limit);
      if (resetIn > 0) answer(reply, { policy, limit, verdict: { allowed: false, remaining: 0, resetIn } });
    }
    const taken = counts.map((one) => ({ ...one, verdict: this.limits.take(one.subject, one.limit) }));
    const [least] = taken.toSorted((one, other) => leftOf(one.verdict) - leftOf(other.verdict));
    if (least) answer(reply, least);
  }

  private limitOf(name: RateClassName): number {
    if (name === 'none') return 0;
    return {
      api: this.settings.RATE_LIMIT_API,
      generation: this.settings.RATE_LIMIT_GENERATION,
      public: this.settings.RATE_LIMIT_PUBLIC,
      anonymous: this.settings.RATE_LIMIT_ANONYMOUS,
    }[name];
  }
}

const leftOf = ({ allowed, remaining }: Verdict): number => (allowed ? remaining : -1);

/** Says how the count stands, and throws where it is full. */
function answer(
  reply: FastifyReply,
  { policy, limit, verdict }: Pick<Count, 'policy' | 'limit'> & { readonly verdict: Verdict },
): void {
  announceRate(reply, policy, limit, verdict);
  if (!verdict.allowed) throw new TooManyRequests(limit).after(verdict.resetIn);
}

/** The headers of the IETF draft: what is allowed, what is left, and for how many seconds. */
export function announceRate(
  reply: FastifyReply,
  policy: Count['policy'],
  limit: number,
  verdict: Verdict,
): void {
  void reply.header('ratelimit-policy', `"${policy}";q=${limit};w=60`);
  void reply.header('ratelimit', `"${policy}";r=${verdict.remaining};t=${verdict.resetIn}`);
}

/** What stands in the path may be a link that nobody else is to know: only its hash is counted. */
function countsOf(
  name: RateClassName,
  { user, ip, params }: LimitedRequest,
  limit: number,
): readonly Count[] {
  const network = networkOf(ip);
  if (name !== 'public') return [{ policy: name, subject: `${name} ${user?.id ?? network}`, limit }];
  const form = hash('sha256', Object.values(params)[0] ?? '', 'base64url');
  return [
    { policy: name, subject: `public ${network} ${form}`, limit },
    { policy: 'public-address', subject: `public ${network}`, limit: limit * FORMS_AT_ONCE },
  ];
}
