import { ExecutionContextHost } from '@nestjs/core/helpers/execution-context-host';
import type { FastifyInstance } from 'fastify';
import { hasBody } from '#platform/http/has-body';
import type { JwtAuthGuard } from './jwt-auth.guard.js';
import { isOpen } from './open-routes.js';

/**
 * Fastify reads and parses a body before it asks the guards of Nest. Where one is on its way, the token is verified before
 * that, so that nothing is read from whoever may not come in. The guard then finds the caller; it alone decides about
 * requests without a body.
 */
export function admitBeforeBody(fastify: FastifyInstance, guard: JwtAuthGuard): void {
  fastify.addHook('preParsing', (request, reply, payload, done) => {
    if (!hasBody(request) || isOpen(request)) done(null, payload);
    else guard.admit(new ExecutionContextHost([request, reply])).then(() => done(null, payload), done);
  });
}
