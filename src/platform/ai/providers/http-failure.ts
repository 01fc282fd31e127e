import { retryAfterMs } from '#platform/web/retry-after';
import type { AiProviderId } from '../ai-request.js';
import { AiFailure, type AiFailureKind } from './ai-failure.js';

const LONGEST_DETAIL = 500;
/** Longer texts are cut before they are searched, so that a page of HTML costs nothing. */
const LONGEST_SEARCHED = 8_000;
const SHARED_WITH_KEY = 8;
const CUT = '[key]';

/** What happens to a call that was taken. Limits, keys and the request itself are looked at before, wherever that is told. */
const OF_WORK_BEGUN: ReadonlySet<AiFailureKind> = new Set(['unavailable', 'refused']);

/** There was no connection that could be asked over: no address, nobody there, or not whom it says. */
const NOT_SENT =
  /^(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT|ERR_TLS_\w+|ERR_SSL_\w+|CERT_\w+|\w+_CERT\w*|UNABLE_TO_\w+)$/;

/** A provider said no over HTTP. */
interface HttpRefusal {
  /** The status, or the one that an error in the middle of a stream stands for. */
  readonly status?: number | undefined;
  /** It was told in the middle of an answer that had begun. */
  readonly hasBegun?: boolean;
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
  const failure = new AiFailure(provider, kind, withoutKey(detail, key), wait);
  return refusal.hasBegun && OF_WORK_BEGUN.has(kind) ? failure.perhapsTaken() : failure;
}

/**
 * No answer, or none that can be read: a broken connection, a stream cut off, not the JSON it should be. The call may have been
 * taken, unless it cannot have been sent.
 */
export function unavailable(provider: AiProviderId, key: string, problem: unknown): AiFailure {
  const failure = new AiFailure(provider, 'unavailable', withoutKey(sentenceOf(problem), key));
  return causesOf(problem).some(isNotTaken) ? failure : failure.perhapsTaken();
}

/** An answer that is none: a redirect, or a success without a body. */
export class NoAnswer extends TypeError {
  constructor(readonly status: number) {
    super(`It answered ${status}, which is no answer.`);
  }
}

function isNotTaken(cause: Error): boolean {
  if (cause instanceof NoAnswer) return cause.status >= 300;
  const { code, syscall } = cause as NodeJS.ErrnoException;
  return syscall === 'connect' || NOT_SENT.test(code ?? '');
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
  const said = causesOf(problem).map(({ message }) => message);
  if (typeof problem === 'string') said.push(problem);
  return said.filter((text, index) => text !== '' && said.indexOf(text) === index).join(': ');
}

/** An error and what led to it, four at most. */
function causesOf(problem: unknown): Error[] {
  const causes: Error[] = [];
  for (let next = problem; next instanceof Error && causes.length < 4; next = next.cause) causes.push(next);
  return causes;
}
