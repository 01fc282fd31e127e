import { retryAfterMs } from '#platform/web/retry-after';
import type { AiProviderId } from '../ai-request.js';
import { AiFailure, type AiFailureKind } from './ai-failure.js';

const LONGEST_DETAIL = 500;
/** Longer texts are cut before they are searched, so that a page of HTML costs nothing. */
const LONGEST_SEARCHED = 8_000;
const SHARED_WITH_KEY = 8;
const CUT = '[key]';

/** A provider said no over HTTP. */
interface HttpRefusal {
  /** Left out for an error in the middle of a stream, which has none. */
  readonly status?: number | undefined;
  /** Its own sentence, as it came. */
  readonly message: string;
  readonly headers?: Headers | undefined;
  /** Where a code in the body tells more than the status does. */
  readonly kind?: AiFailureKind | undefined;
  /** Where the body says how long to wait; else the headers are read. */
  readonly retryAfterMs?: number | undefined;
}

/** The failure an HTTP status stands for, without the key it was asked with. */
export function httpFailure(provider: AiProviderId, key: string, refusal: HttpRefusal): AiFailure {
  const { status, message, headers, kind = kindOf(status) } = refusal;
  const wait = refusal.retryAfterMs ?? (headers && waitOf(headers));
  const detail = status === undefined ? message : `${status} ${message}`;
  return new AiFailure(provider, kind, withoutKey(detail, key), wait);
}

/** No answer, or none that can be read: a broken connection, a stream cut off, not the JSON it should be. */
export function unavailable(provider: AiProviderId, key: string, problem: unknown): AiFailure {
  return new AiFailure(provider, 'unavailable', withoutKey(sentenceOf(problem), key));
}

function kindOf(status = 500): AiFailureKind {
  if (status === 401) return 'key-refused';
  if (status === 403) return 'scope-missing';
  if (status === 402) return 'quota';
  if (status === 404) return 'model-missing';
  if (status === 429) return 'limited';
  if (status === 408 || status === 409 || status >= 500) return 'unavailable';
  return status >= 400 ? 'rejected' : 'unavailable';
}

/** `retry-after-ms`, else `Retry-After`. */
function waitOf(headers: Headers): number | undefined {
  const exact = headers.get('retry-after-ms') ?? '';
  return /^\s*\d{1,9}(\.\d{1,6})?\s*$/.test(exact)
    ? Math.ceil(Number(exact))
    : retryAfterMs(headers.get('retry-after') ?? '');
}

/**
 * A provider's sentence for the log: one line, at most 500 characters, without the key, without a part of it, and without
 * what looks like some other key or a masked one.
 */
export function withoutKey(text: string, key: string): string {
  const line = text
    .slice(0, LONGEST_SEARCHED)
    .replace(/[\p{Cc}\u2028\u2029\s]+/gu, ' ')
    .trim();
  const cut = key === '' ? line : line.replaceAll(key, CUT);
  return cut
    .replace(/[\w.*…-]{3,}[\w*…-]/g, (word) => (looksLikeKey(word) || sharesPart(word, key) ? CUT : word))
    .slice(0, LONGEST_DETAIL);
}

function looksLikeKey(word: string): boolean {
  return (
    /\*{3}|\w…\w/.test(word) ||
    /^(?:sk[-_]|AIza|AQ\.)/.test(word) ||
    (/[A-Za-z0-9]{32}/.test(word) && /\d/.test(word) && /[A-Za-z]/.test(word))
  );
}

function sharesPart(word: string, key: string): boolean {
  for (let at = 0; at + SHARED_WITH_KEY <= word.length; at += 1)
    if (key.includes(word.slice(at, at + SHARED_WITH_KEY))) return true;
  return false;
}

/** `fetch failed` says nothing; its cause does. */
function sentenceOf(problem: unknown): string {
  const said: string[] = [];
  for (let next = problem; next instanceof Error && said.length < 4; next = next.cause)
    said.push(next.message);
  if (typeof problem === 'string') said.push(problem);
  return said.filter((text, index) => text !== '' && said.indexOf(text) === index).join(': ');
}
