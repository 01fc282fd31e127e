import { type ArgumentsHost, Catch, type ExceptionFilter, Logger } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Settings } from '#platform/config/settings';
import { type DescribedError, describeError } from './error-body.js';
import { ClientGone, TooManyRequests } from './http.errors.js';
import { announceRate } from './rate-limit.guard.js';
import { RateLimits } from './rate-limits.js';
import { ReplayedAnswer } from './replayed-answer.js';

/** Turns every error into the one error body. Unforeseen ones are logged whole and told to no one. */
@Catch()
export class ErrorFilter implements ExceptionFilter {
  private readonly logger = new Logger('Errors');

  constructor(
    private readonly limits: RateLimits,
    private readonly settings: Settings,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    if (error instanceof ReplayedAnswer) return error.sendTo(reply);
    const { status, body, retryAfter } = this.described(error, request, reply);
    const isGone = error instanceof ClientGone;
    if (status >= 500 && !isGone)
      this.logger.error({ err: error, req_id: request.id, code: body.code }, body.error);
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
    const verdict = this.limits.take(`anonymous ${request.ip}`, limit);
    announceRate(reply, 'anonymous', limit, verdict);
    if (verdict.allowed) return described;
    return describeError(new TooManyRequests(limit).after(verdict.resetIn), String(request.id));
  }
}
