import { AppError } from '#kernel/errors';
import { retryAfterMs } from '#platform/web/retry-after';
import type { WebAnswer } from '#platform/web/web-answer';
import {
  SocialLimited,
  SocialRefused,
  SocialTokenRefused,
  SocialUnavailable,
  SocialUnknown,
} from './social.errors.js';

const USUAL_WAIT = 60;
const LONGEST_WAIT = 86_400;
const LONGEST_REASON = 300;
const LONGEST_KEPT = 64 * 1024;

/** What a service answered. */
export interface SocialAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The body where it is JSON, else undefined. */
  readonly json: unknown;
  readonly text: string;
}

/** What an answer is an answer to. */
export interface Asked {
  readonly company: string;
  /** Left out of whatever the service says. */
  readonly token: string;
  /** Whether the request was the one that publishes. */
  readonly publishes: boolean;
}

export function answerOf({ status, headers, bytes }: WebAnswer): SocialAnswer {
  const text = bytes.toString('utf8').slice(0, LONGEST_KEPT);
  try {
    return { status, headers, text, json: JSON.parse(bytes.toString('utf8')) };
  } catch {
    return { status, headers, text, json: undefined };
  }
}

/**
 * What an answer that is no success means. Of the request that publishes, a failure of the server says nothing about whether it was
 * done before, and neither does the word that it is to be looked for elsewhere.
 */
export function failureOf(answer: SocialAnswer, asked: Asked): AppError {
  const { status, headers } = answer;
  const { company, publishes } = asked;
  if (status === 401) return new SocialTokenRefused(company);
  if (status === 429) return limited(answer, company);
  if (status === 503 && headers['retry-after'] !== undefined)
    return new SocialUnavailable(company).after(waitOf(answer));
  const isOpen = status >= 500 || [302, 303, 408, 409, 425].includes(status);
  if (isOpen && publishes) return new SocialUnknown(company);
  if (isOpen || status < 400) return new SocialUnavailable(company);
  return new SocialRefused(company, reasonIn(answer, asked));
}

export function limited(answer: SocialAnswer, company: string): SocialLimited {
  return new SocialLimited(company).after(waitOf(answer));
}

/** What the service says went wrong, on one line and without the token. */
export function reasonIn({ status, json, text }: SocialAnswer, { token }: Pick<Asked, 'token'>): string {
  const said = sentenceIn(json) ?? (/^\s*</.test(text) ? '' : text);
  return plain(said, token) || `it answered ${status}`;
}

/** On one line, without the token, and not too long. */
export function plain(text: string, token: string): string {
  const clean = token === '' ? text : text.replaceAll(token, '…');
  return clean
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .slice(0, LONGEST_REASON);
}

const SENTENCES = ['error_user_msg', 'message', 'detail', 'error_description', 'title', 'error'];

function sentenceIn(value: unknown, depth = 0): string | undefined {
  if (typeof value !== 'object' || value === null || depth > 3) return undefined;
  if (Array.isArray(value)) return sentenceIn(value[0], depth + 1);
  const fields = value as Record<string, unknown>;
  for (const nested of [fields['errors'], fields['error']]) {
    const found = sentenceIn(nested, depth + 1);
    if (found !== undefined) return found;
  }
  const name = SENTENCES.find((one) => typeof fields[one] === 'string' && fields[one] !== '');
  return name === undefined ? undefined : (fields[name] as string);
}

/** Seconds for which the service wants to be left alone, by whichever header it says so; a minute where it does not. */
export function waitOf({ headers }: Pick<SocialAnswer, 'headers'>, now = Date.now()): number {
  const asked = retryAfterMs(headers['retry-after'] ?? '');
  const seconds =
    asked === undefined
      ? (untilReset(spentForToday(headers), now) ??
        untilReset(headers['x-rate-limit-reset'] ?? headers['x-ratelimit-reset'], now) ??
        untilReset(headers['ratelimit-reset'], now) ??
        structured(headers['ratelimit']) ??
        USUAL_WAIT)
      : asked / 1_000;
  return Math.min(LONGEST_WAIT, Math.max(1, seconds));
}

/** X counts a day beside its windows: once that is spent, the window says nothing. */
function spentForToday(headers: SocialAnswer['headers']): string | undefined {
  const spent = ['x-user-limit-24hour', 'x-app-limit-24hour'].find(
    (limit) => headers[`${limit}-remaining`] === '0',
  );
  return spent === undefined ? undefined : headers[`${spent}-reset`];
}

/** A moment as seconds since 1970 or as a date, or a number of seconds. */
function untilReset(given: string | undefined, now: number): number | undefined {
  if (given === undefined) return undefined;
  if (!/^\d{1,12}$/.test(given)) {
    const at = Date.parse(given);
    return Number.isNaN(at) ? undefined : (at - now) / 1_000;
  }
  return Number(given) > 1_000_000_000 ? Number(given) - now / 1_000 : Number(given);
}

/** `"200-in-15min";r=0;t=897` (draft-ietf-httpapi-ratelimit-headers). */
function structured(given: string | undefined): number | undefined {
  const seconds = /;\s*t=(\d{1,9})/.exec(given ?? '')?.[1];
  return seconds === undefined ? undefined : Number(seconds);
}
