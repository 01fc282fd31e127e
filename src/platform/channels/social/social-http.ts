import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { AppError } from '#kernel/errors';
import { WebClient } from '#platform/web/web-client';
import { ArmedBody } from '../adapters/smtp/armed-body.js';
import { answerOf, failureOf, type SocialAnswer, waitOf } from './social-answer.js';
import { SocialUnavailable, SocialUnknown } from './social.errors.js';

const WITHIN_MS = 30_000;
const LONGEST_ANSWER = 1024 * 1024;
const TRIES = 3;
const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 5_000;
const PASSING = [429, 502, 503, 504];

/** One request to a service. */
export interface SocialCall {
  /** Who is asked, for people. */
  readonly company: string;
  readonly token: string;
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** Makes it the request that publishes: awaited before its first byte leaves. */
  readonly arm?: (() => Promise<void>) | undefined;
  /** What an answer means where its status alone would say something else. */
  readonly judge?: (answer: SocialAnswer) => AppError | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * How services are spoken to: through the guarded client, along no redirect. A question is asked again after a short while when its
 * failure may pass; whatever changes something is asked once.
 */
@Injectable()
export class SocialHttp {
  constructor(private readonly web: WebClient) {}

  async ask(call: SocialCall): Promise<SocialAnswer> {
    const isQuestion = (call.method ?? 'GET') === 'GET';
    for (let attempt = 1; ; attempt++) {
      const last = !isQuestion || attempt >= TRIES;
      try {
        const answer = await this.once(call);
        const pause = PASSING.includes(answer.status) && !last ? pauseAfter(answer, attempt) : undefined;
        if (pause === undefined) return judged(answer, call);
        await sleep(pause, undefined, { signal: call.signal });
      } catch (error) {
        call.signal?.throwIfAborted();
        if (last || !(error instanceof SocialUnavailable)) throw error;
        await sleep(jittered(attempt), undefined, { signal: call.signal });
      }
    }
  }

  /** As `ask`, and reads the answer; one that has not the expected shape is as good as none. */
  async read<Shape>(call: SocialCall, shape: z.ZodType<Shape>): Promise<Shape> {
    const { json } = await this.ask(call);
    const { success, data } = shape.safeParse(json);
    if (success) return data;
    throw new (call.arm ? SocialUnknown : SocialUnavailable)(call.company);
  }

  private async once(call: SocialCall): Promise<SocialAnswer> {
    const { company, arm, method = 'GET', url, headers = {}, signal } = call;
    const bytes = Buffer.from(call.body ?? '');
    const armed = arm && new ArmedBody(bytes, arm);
    armed?.on('error', () => undefined);
    const body = armed ? { bytes: armed, length: bytes.length } : call.body;
    const bounds = { deadline: WITHIN_MS, longest: LONGEST_ANSWER, cut: true, redirects: 0 };
    try {
      return answerOf(
        await this.web.send({ url, method, headers, ...(body !== undefined && { body }), signal, ...bounds }),
      );
    } catch (error) {
      await armed?.decided();
      if (armed?.refusal) throw armed.refusal;
      if (armed?.departed) throw new SocialUnknown(company).because(error);
      signal?.throwIfAborted();
      throw error instanceof AppError ? new SocialUnavailable(company).because(error) : error;
    }
  }
}

function judged(answer: SocialAnswer, { company, token, arm, judge }: SocialCall): SocialAnswer {
  const failure = judge?.(answer);
  if (failure) throw failure;
  if (answer.status >= 200 && answer.status < 300) return answer;
  throw failureOf(answer, { company, token, publishes: arm !== undefined });
}

/** Undefined where the service wants to be left alone for longer than anybody would wait. */
function pauseAfter(answer: SocialAnswer, attempt: number): number | undefined {
  const saysWhen = ['retry-after', 'x-rate-limit-reset', 'ratelimit-reset', 'ratelimit'];
  if (!saysWhen.some((name) => answer.headers[name] !== undefined)) return jittered(attempt);
  const asked = waitOf(answer) * 1_000;
  return asked <= LONGEST_PAUSE_MS ? asked + jittered(1) : undefined;
}

function jittered(attempt: number): number {
  return FIRST_PAUSE_MS * 2 ** (attempt - 1) * (0.5 + Math.random());
}

export function bearer(token: string): Record<string, string> {
  return { authorization: `Bearer ${token}` };
}

/** Headers and body of JSON. */
export function jsonBody(value: unknown, headers: Readonly<Record<string, string>> = {}) {
  return { headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(value) };
}

/** Headers and body of a form. */
export function formBody(fields: Readonly<Record<string, string>>, headers: Record<string, string> = {}) {
  return {
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    body: new URLSearchParams(fields).toString(),
  };
}
