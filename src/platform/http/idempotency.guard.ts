import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { IdempotencyKeyReused, IdempotencyKeyUnfit, RequestStillRunning } from './http.errors.js';
import { type Claim, IdempotencyRepository } from './idempotency.repository.js';
import { ReplayedAnswer } from './replayed-answer.js';

const KEY = /^[\x21-\x7e]{1,255}$/;
/** After this a run counts as crashed. No JSON request runs as long; an upload may (`create-http-app.ts`). */
const LOCK_SECONDS = 60;
const STREAM_LOCK_SECONDS = 16 * 60;

/** Where the `onSend` hook finds the key whose answer is to be kept. */
export interface IdempotentRequest extends FastifyRequest {
  idempotency?: Claim;
  user?: { id: string };
}

/**
 * `Idempotency-Key` on any POST: the same key and body within 24 hours get the first answer again, marked
 * `Idempotency-Replayed: true`; another body is refused; a run still going on is a conflict. Failures are not kept: they
 * changed nothing, so the key may be used again.
 */
@Injectable()
export class IdempotencyGuard implements CanActivate {
  constructor(private readonly answers: IdempotencyRepository) {}

  canActivate(context: ExecutionContext): true | Promise<true> {
    const request = context.switchToHttp().getRequest<IdempotentRequest>();
    const key = request.headers['idempotency-key'];
    return request.method !== 'POST' || key === undefined || this.claim(request, key);
  }

  private async claim(request: IdempotentRequest, key: string | string[]): Promise<true> {
    if (typeof key !== 'string' || !KEY.test(key)) throw new IdempotencyKeyUnfit();
    const scope = `${request.user?.id ?? `ip:${request.ip}`} ${pathOf(request)}`;
    const lockSeconds = request.body instanceof Readable ? STREAM_LOCK_SECONDS : LOCK_SECONDS;
    const kept = await this.answers.claim(scope, key, fingerprint(request), lockSeconds);
    if (kept.state === 'claimed') {
      request.idempotency = { scope, key, lock: kept.lock };
      return true;
    }
    if (!kept.sameRequest) throw new IdempotencyKeyReused();
    if (kept.state === 'running') throw new RequestStillRunning().after(2);
    throw new ReplayedAnswer(kept.status ?? 200, kept.body ?? '');
  }
}

/** The path in one spelling: both with and without a trailing slash are served. */
function pathOf(request: FastifyRequest): string {
  return (request.url.split('?')[0] ?? '').replace(/\/+$/, '');
}

/** A streamed body has not been read yet, so only its announced length and type can count. */
function fingerprint(request: FastifyRequest): Buffer {
  const { 'content-length': length, 'content-type': type } = request.headers;
  const body = request.body instanceof Readable ? { length, type } : (request.body ?? null);
  return createHash('sha256')
    .update(`${pathOf(request)}?${request.url.split('?')[1] ?? ''}\n`)
    .update(JSON.stringify(body))
    .digest();
}
