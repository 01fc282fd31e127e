import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Settings } from '#platform/config/settings';
import { type DescribedError, describeError } from './error-body.js';
import { logFailure } from './error-log.js';
import { TooManyRequests } from './http.errors.js';
import { networkOf } from './network-of.js';
import { announceRate } from './rate-limit.guard.js';
import { RateLimits } from './rate-limits.js';
import { ReplayedAnswer } from './replayed-answer.js';

/** Turns every error into the one error body. Unforeseen ones are logged whole and told to no one. */
@Catch()
export class ErrorFilter implements ExceptionFilter {
  constructor(
    private readonly limits: RateLimits,
    private readonly settings: Settings,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    if (error instanceof ReplayedAnswer) return error.sendTo(reply);
    const described = this.described(error, request, reply);
    if (!isUnread(error, reply)) logFailure(error, described);
    const { status, body, retryAfter } = described;
    if (reply.sent || reply.raw.headersSent) {
      reply.raw.destroy();
      return;
    }
    if (status === 401) void reply.header('www-authenticate', 'Bearer');
    if (retryAfter !== undefined) void reply.header('retry-after', String(retryAfter));
    void reply.header('content-type', 'application/json; charset=utf-8').header('cache-control', 'no-store');
    void reply.status(status).send(JSON.stringify(body));
  }

  /** Requests that never reach the rate guard, for want of a token or of a route, count here, per address. */
  private described(error: unknown, request: FastifyRequest, reply: FastifyReply): DescribedError {
    const described = describeError(error, String(request.id));
    const limit = this.settings.RATE_LIMIT_ANONYMOUS;
    const unguarded = described.status === 401 || described.body.code === 'http/no-such-route';
    if (!unguarded || limit === 0) return described;
    const verdict = this.limits.take(`anonymous ${networkOf(request.ip)}`, limit);
    announceRate(reply, 'anonymous', limit, verdict);
    if (verdict.allowed) return described;
    return describeError(new TooManyRequests(limit).after(verdict.resetIn), String(request.id));
  }
}

/** A streamed answer that was cut off because its client has left. */
function isUnread(error: unknown, reply: FastifyReply): boolean {
  const { code } = (error ?? {}) as { code?: unknown };
  return code === 'ERR_STREAM_PREMATURE_CLOSE' && reply.raw.destroyed;
}
