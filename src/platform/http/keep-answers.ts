import type { FastifyInstance } from 'fastify';
import type { IdempotencyRepository } from './idempotency.repository.js';
import type { IdempotentRequest } from './idempotency.interceptor.js';

/** Keeps the answer of a request that carried an Idempotency-Key before it leaves; a failure gives the key back. */
export function keepAnswers(fastify: FastifyInstance, answers: IdempotencyRepository): void {
  fastify.addHook('onSend', async (request: IdempotentRequest, reply, payload) => {
    const claimed = request.idempotency;
    if (!claimed) return payload;
    delete request.idempotency;
    const body = typeof payload === 'string' ? payload : null;
    const worthKeeping = body !== null && reply.statusCode < 500 && reply.statusCode !== 429;
    if (worthKeeping) await answers.keep(claimed.scope, claimed.key, { status: reply.statusCode, body });
    else await answers.release(claimed.scope, claimed.key);
    return payload;
  });
}
