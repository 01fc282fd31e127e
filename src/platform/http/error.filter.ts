import { type ArgumentsHost, Catch, type ExceptionFilter, Logger } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { describeError } from './error-body.js';
import { ReplayedAnswer } from './replayed-answer.js';

/** Turns every error into the one error body. Unforeseen ones are logged whole and told to no one. */
@Catch()
export class ErrorFilter implements ExceptionFilter {
  private readonly logger = new Logger('Errors');

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    this.answer(error, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
  }

  answer(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
    if (error instanceof ReplayedAnswer) return error.sendTo(reply);
    const { status, body, retryAfter } = describeError(error, String(request.id));
    if (status >= 500) this.logger.error({ err: error, req_id: request.id, code: body.code }, body.error);
    if (reply.sent || reply.raw.headersSent) {
      reply.raw.destroy();
      return;
    }
    if (status === 401) void reply.header('www-authenticate', 'Bearer');
    if (retryAfter !== undefined) void reply.header('retry-after', String(retryAfter));
    void reply.header('content-type', 'application/json; charset=utf-8').header('cache-control', 'no-store');
    void reply.status(status).send(JSON.stringify(body));
  }
}
