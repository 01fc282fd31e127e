import type { z } from 'zod';
import { AppError } from '#kernel/errors';
import { fetchReply, type Reply } from '#platform/web/fetch-reply';
import {
  PublishingKeyRefused,
  PublishingLimited,
  PublishingRejected,
  PublishingUnavailable,
  PublishingUnpaid,
} from './publishing.errors.js';

const WITHIN_MS = 30_000;
const LIMIT_LASTS_S = 60;

export interface PublishingCall<Answer> {
  /** Who is asked, for people. */
  readonly company: string;
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly answer: z.ZodType<Answer>;
  readonly signal: AbortSignal;
}

/** One call of a company's API with a user's own key, within thirty seconds. Nothing it says of a failure is told: it may repeat the key. */
export async function publishingCall<Answer>(call: PublishingCall<Answer>): Promise<Answer> {
  const { company, method, url, headers, body, answer, signal } = call;
  try {
    const reply = await fetchReply(url, {
      method,
      headers: { ...headers, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.any([signal, AbortSignal.timeout(WITHIN_MS)]),
    });
    if (reply.status < 200 || reply.status > 299) throw refusal(company, reply);
    return answer.parse(JSON.parse(reply.text));
  } catch (error) {
    signal.throwIfAborted();
    throw error instanceof AppError ? error : new PublishingUnavailable(company);
  }
}

function refusal(company: string, { status, headers }: Reply): AppError {
  if (status === 401 || status === 403) return new PublishingKeyRefused(company);
  if (status === 402) return new PublishingUnpaid(company);
  if (status === 429) {
    const seconds = Number(headers.get('retry-after') ?? LIMIT_LASTS_S);
    return new PublishingLimited(company).after(Number.isFinite(seconds) ? seconds : LIMIT_LASTS_S);
  }
  return new (status < 500 ? PublishingRejected : PublishingUnavailable)(company);
}
