import { ApiError } from '@google/genai';
import { AiFailure, type AiFailureKind } from '../ai-failure.js';
import type { ProviderCall } from '../ai-provider.js';
import { httpFailure, unavailable } from '../http-failure.js';
import { GoogleRefusal } from './google-client.js';

/** An error as Google's APIs give it; `details` are records of several types told apart by their fields. */
interface GoogleError {
  readonly message: string;
  readonly status: string;
  readonly details: readonly Readonly<Record<string, unknown>>[];
}

const SPENT = /prepa(y|id)|credits? (is|are|balance)|spend(ing)? (cap|limit)/i;

/** Why an attempt failed, in our words; when the signal ended it, the signal's reason is thrown. */
export function googleFailure(error: unknown, { key, signal }: ProviderCall): AiFailure {
  signal.throwIfAborted();
  if (error instanceof AiFailure) return error;
  if (error instanceof GoogleRefusal) {
    const { status, headers, body } = error;
    return httpFailure('google', key, { status, headers, ...told(body) });
  }
  // In the middle of a stream: `got status: UNAVAILABLE. {"error": …}`.
  if (error instanceof ApiError) {
    const { status, message } = error;
    return httpFailure('google', key, { status, hasBegun: true, ...told(message.replace(/^[^{]*/, '')) });
  }
  return unavailable('google', key, error);
}

function told(body: string): { message: string; kind?: AiFailureKind; retryAfterMs?: number } {
  const error = errorOf(body);
  const kind = kindOf(error);
  const delay = error.details
    .map((detail) => millisecondsOf(detail['retryDelay']))
    .find((wait) => wait !== undefined);
  return {
    message: error.message,
    ...(kind && { kind }),
    ...(delay !== undefined && { retryAfterMs: delay }),
  };
}

function kindOf({ message, status, details }: GoogleError): AiFailureKind | undefined {
  if (details.some(({ reason }) => reason === 'API_KEY_INVALID')) return 'key-refused';
  if (/token count\b.*\bexceeds/i.test(message)) return 'too-long';
  if (status === 'RESOURCE_EXHAUSTED' && (isOfTheDay(details) || SPENT.test(message))) return 'quota';
  if (status === 'FAILED_PRECONDITION' && /billing/i.test(message)) return 'quota';
  return undefined;
}

/** A limit of the day, by the name of the quota: it will not be over in a minute. */
function isOfTheDay(details: GoogleError['details']): boolean {
  const violations = details.flatMap((detail) => listOf(detail['violations']));
  return violations.some((violation) => /PerDay/i.test(String(recordOf(violation)['quotaId'])));
}

/** `32s`, `3.5s` */
function millisecondsOf(delay: unknown): number | undefined {
  const [, seconds] = /^(\d{1,6}(?:\.\d{1,9})?)s$/.exec(String(delay)) ?? [];
  return seconds === undefined ? undefined : Math.ceil(Number(seconds) * 1_000);
}

/** `{"error": …}`, in some answers to streams the only item of a list; else whatever came. */
function errorOf(body: string): GoogleError {
  const read = parsed(body);
  const { message, status, details } = recordOf(recordOf(Array.isArray(read) ? read[0] : read)['error']);
  return {
    message: typeof message === 'string' ? message : body,
    status: String(status),
    details: listOf(details).map(recordOf),
  };
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const recordOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? { ...value } : {};
