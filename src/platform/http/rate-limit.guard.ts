import { type CanActivate, type ExecutionContext, Injectable, SetMetadata } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Settings } from '#platform/config/settings';
import { TooManyRequests } from './http.errors.js';
import { RateLimits, type Verdict } from './rate-limits.js';

export type RateClassName = 'api' | 'generation' | 'public' | 'anonymous' | 'none';

const RATE_CLASS = 'http:rate-class';

/** Counts the route's requests in another class than the usual one (`api` with a token, `anonymous` without). */
export const RateClass = (name: RateClassName) => SetMetadata(RATE_CLASS, name);

interface LimitedRequest extends FastifyRequest {
  user?: { id: string; apiKey?: { id: string; requestsPerMinute: number | null } };
  params: Record<string, string>;
}

/** Bounds requests a minute: per user, per address, or per address and form; a limit of 0 switches a class off. */
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
    if (limit === 0) return true;
    const verdict = this.limits.take(subjectOf(name, request), limit);
    announceRate(reply, name, limit, verdict);
    if (!verdict.allowed) throw new TooManyRequests(limit).after(verdict.resetIn);
    return true;
  }

  /** What comes by a key is counted against that key, too. */
  private countKey({ user }: LimitedRequest, reply: FastifyReply): void {
    if (!user?.apiKey) return;
    const { id, requestsPerMinute } = user.apiKey;
    const allowed = this.settings.RATE_LIMIT_API_KEY;
    const limit = Math.min(requestsPerMinute ?? Infinity, allowed === 0 ? Infinity : allowed);
    if (limit === Infinity) return;
    const verdict = this.limits.take(`api-key ${id}`, limit);
    announceRate(reply, 'api-key', limit, verdict);
    if (!verdict.allowed) throw new TooManyRequests(limit).after(verdict.resetIn);
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

/** The headers of the IETF draft: what is allowed, what is left, and for how many seconds. */
export function announceRate(
  reply: FastifyReply,
  name: RateClassName | 'api-key',
  limit: number,
  verdict: Verdict,
): void {
  void reply.header('ratelimit-policy', `"${name}";q=${limit};w=60`);
  void reply.header('ratelimit', `"${name}";r=${verdict.remaining};t=${verdict.resetIn}`);
}

function subjectOf(name: RateClassName, { user, ip, params }: LimitedRequest): string {
  if (name === 'public') return `public ${ip} ${Object.values(params)[0] ?? ''}`;
  return `${name} ${user?.id ?? ip}`;
}
