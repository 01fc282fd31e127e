import { createHash } from 'node:crypto';
import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Observable } from 'rxjs';
import { IdempotencyKeyReused, IdempotencyKeyUnfit, RequestStillRunning } from './http.errors.js';
import { IdempotencyRepository } from './idempotency.repository.js';
import { ReplayedAnswer } from './replayed-answer.js';

const KEY = /^[\x21-\x7e]{1,255}$/;

/** Where the `onSend` hook finds the key whose answer is to be kept. */
export interface IdempotentRequest extends FastifyRequest {
  idempotency?: { scope: string; key: string };
  user?: { id: string };
}

/**
 * `Idempotency-Key` on any POST: the same key and body within 24 hours get the first answer again, marked
 * `Idempotency-Replayed: true`; another body is refused; a run still going on is a conflict. Failures (5xx, 429) are not kept.
 */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  constructor(private readonly answers: IdempotencyRepository) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const request = context.switchToHttp().getRequest<IdempotentRequest>();
    const key = request.headers['idempotency-key'];
    if (request.method !== 'POST' || key === undefined) return next.handle();
    if (typeof key !== 'string' || !KEY.test(key)) throw new IdempotencyKeyUnfit();
    const scope = `${request.user?.id ?? `ip:${request.ip}`} ${request.url.split('?')[0]}`;
    const kept = await this.answers.claim(scope, key, fingerprint(request));
    if (!kept) {
      request.idempotency = { scope, key };
      return next.handle();
    }
    if (!kept.sameRequest) throw new IdempotencyKeyReused();
    if (kept.state === 'running') throw new RequestStillRunning().after(2);
    throw new ReplayedAnswer(kept.status ?? 200, kept.body ?? '');
  }
}

function fingerprint(request: FastifyRequest): Buffer {
  return createHash('sha256')
    .update(request.url)
    .update('\n')
    .update(JSON.stringify(request.body ?? null))
    .digest();
}
