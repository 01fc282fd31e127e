import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { IdempotencyRepository } from './idempotency.repository.js';
import type { ClaimedKey, IdempotentRequest } from './idempotency.guard.js';
import { isShownOnce } from './shown-once.decorator.js';
import { onceClosed } from './once-closed.js';
import type { FinishedAnswer } from './replayed-answer.js';

/**
 * Keeps the answer of a request that carried an Idempotency-Key before it leaves; a failure gives the key back. A
 * streamed answer is not kept: it gives the key back when it has ended.
 */
export function keepAnswers(fastify: FastifyInstance, answers: IdempotencyRepository): void {
  const settle = async ({ claim, body }: ClaimedKey, answer: FinishedAnswer | null): Promise<void> => {
    if (answer === null) return answers.release(claim);
    // A body that broke off cannot be told from another, so its answer is not kept.
    const contentHash = body && (await body.digest().catch(() => undefined));
    if (contentHash === undefined) await answers.release(claim);
    else await answers.keep(claim, { ...answer, contentHash });
  };
  fastify.addHook('onSend', (request: IdempotentRequest, reply, payload, done) => {
    const claimed = request.idempotency;
    if (!claimed) return done(null, payload);
    delete request.idempotency;
    if (payload instanceof Readable) {
      // A key that cannot be given back is free once its lock has run out.
      onceClosed(reply.raw, () => void answers.release(claimed.claim).catch(() => undefined));
      return done(null, payload);
    }
    settle(claimed, isShownOnce(request) ? null : answerOf(reply, payload)).then(
      () => done(null, payload),
      done,
    );
  });
}

/** What can be kept: a success that is not a stream. */
function answerOf(reply: FastifyReply, payload: unknown): FinishedAnswer | null {
  if (typeof payload !== 'string' || reply.statusCode >= 400) return null;
  const contentType = String(reply.getHeader('content-type') ?? 'application/json; charset=utf-8');
  return { status: reply.statusCode, contentType, body: payload };
}
