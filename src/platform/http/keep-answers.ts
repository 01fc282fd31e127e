import type { FastifyInstance } from 'fastify';
import type { Claim, IdempotencyRepository } from './idempotency.repository.js';
import type { IdempotentRequest } from './idempotency.guard.js';

/** Keeps the answer of a request that carried an Idempotency-Key before it leaves; a failure gives the key back. */
export function keepAnswers(fastify: FastifyInstance, answers: IdempotencyRepository): void {
  const settle = async (claimed: Claim, status: number, body: string | null): Promise<void> => {
    if (body !== null && status < 400) await answers.keep(claimed, { status, body });
    else await answers.release(claimed);
  };
  fastify.addHook('onSend', (request: IdempotentRequest, reply, payload, done) => {
    const claimed = request.idempotency;
    if (!claimed) return done(null, payload);
    delete request.idempotency;
    const body = typeof payload === 'string' ? payload : null;
    settle(claimed, reply.statusCode, body).then(() => done(null, payload), done);
  });
}
