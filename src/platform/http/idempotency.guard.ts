import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { IdempotencyKeyReused, IdempotencyKeyUnfit, RequestStillRunning } from './http.errors.js';
import { type Claim, IdempotencyRepository } from './idempotency.repository.js';
import { HashedBody } from './hashed-body.js';
import { ReplayedAnswer } from './replayed-answer.js';

const KEY = /^[\x21-\x7e]{1,255}$/;
/** After this a run counts as crashed. No JSON request runs as long, not even one that asks a model; an upload may (`create-http-app.ts`). */
const LOCK_SECONDS = 120;
const STREAM_LOCK_SECONDS = 16 * 60;

export interface ClaimedKey {
  claim: Claim;
  /** The streamed body, whose content is known once it has been read. */
  body: HashedBody | null;
}

/** Where the `onSend` hook finds the key whose answer is to be kept. */
export interface IdempotentRequest extends FastifyRequest {
  idempotency?: ClaimedKey;
  user?: { id: string };
}

/**
 * `Idempotency-Key` on any POST: the same key and body within 24 hours get the first answer again, marked
 * `Idempotency-Replayed: true`; another body is refused; a run still going on is a conflict. Failures are not kept: they
 * changed nothing, so the key may be used again.
 *
 * A streamed body is hashed while the first run reads it, and its hash is kept with the answer. When the key comes again,
 * that body is read to its end and compared: it never reaches the route, so nothing of it is stored.
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
    const body = request.body instanceof Readable ? new HashedBody(request.body) : null;
    const lockSeconds = body ? STREAM_LOCK_SECONDS : LOCK_SECONDS;
    const kept = await this.answers.claim(scope, key, fingerprint(request), lockSeconds);
    if (kept.state === 'claimed') {
      request.idempotency = { claim: { scope, key, lock: kept.lock }, body };
      if (body) request.body = body.content;
      return true;
    }
    if (!kept.sameRequest) throw new IdempotencyKeyReused();
    if (kept.state === 'running') throw new RequestStillRunning().after(2);
    if (body && !(await isContent(body, kept.contentHash))) throw new IdempotencyKeyReused();
    throw new ReplayedAnswer(kept.answer);
  }
}

async function isContent(body: HashedBody, contentHash: Uint8Array | null): Promise<boolean> {
  return contentHash !== null && (await body.digest()).equals(contentHash);
}

/** The path in one spelling: both with and without a trailing slash are served. */
function pathOf(request: FastifyRequest): string {
  return (request.url.split('?')[0] ?? '').replace(/\/+$/, '');
}

/** What is known before a streamed body has been read: where it goes and what it is said to be. */
function fingerprint(request: FastifyRequest): Buffer {
  const type = request.headers['content-type'];
  const body = request.body instanceof Readable ? { type } : (request.body ?? null);
  return createHash('sha256')
    .update(`${pathOf(request)}?${request.url.split('?')[1] ?? ''}\n`)
    .update(JSON.stringify(body))
    .digest();
}
