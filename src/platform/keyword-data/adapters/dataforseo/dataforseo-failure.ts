import type { AppError } from '#kernel/errors';
import {
  KeywordAccountRefused,
  KeywordProviderLimited,
  KeywordProviderRefused,
  KeywordProviderUnavailable,
  KeywordProviderUnpaid,
  KeywordRequestRejected,
} from '../../keyword-data.errors.js';

const NAME = 'DataForSEO';
const LONGEST_MESSAGE = 300;
const LIMIT_LASTS_S = 60;
const OUTAGE_LASTS_S = 30;
const LONGEST_WAIT_S = 3_600;

/** Codes of DataForSEO, from its list at docs.dataforseo.com/v3/appendix/errors. */
const SEARCH_ENGINE_FAILED = 40101;
const TASK_FAILED = 40103;
const UNPAID = [40200, 40210];
const RATE_LIMITED = [40202, 40209];
const DAY_IS_SPENT = 40203;

/** How DataForSEO's own code for an HTTP status reads. */
export function codeOfStatus(status: number): number {
  if (status === 401) return 40100;
  if (status === 402) return 40200;
  if (status === 403) return 40204;
  if (status === 429) return 40202;
  return status >= 400 && status < 500 ? 40400 : 50000;
}

export interface Refusal {
  readonly code: number;
  /** Its own sentence, for the log. */
  readonly message: string;
  readonly accountOwner: 'user' | 'platform';
  /** What `Retry-After` says. */
  readonly retryAfter: string | null;
}

/** The error a code of DataForSEO stands for. */
export function failureOf({ code, message, accountOwner, retryAfter }: Refusal): AppError {
  const said = new Error(`${code} ${message.slice(0, LONGEST_MESSAGE)}`);
  const family = Math.floor(code / 100);
  if (UNPAID.includes(code)) return new KeywordProviderUnpaid(NAME).because(said);
  if (RATE_LIMITED.includes(code))
    return new KeywordProviderLimited(NAME).after(secondsOf(retryAfter) ?? LIMIT_LASTS_S).because(said);
  if (code === DAY_IS_SPENT) return new KeywordProviderLimited(NAME).after(secondsToMidnight()).because(said);
  if (code === SEARCH_ENGINE_FAILED || code === TASK_FAILED) return unavailable(said);
  if (family === 401 || family === 402)
    return new (accountOwner === 'user' ? KeywordAccountRefused : KeywordProviderRefused)(NAME).because(said);
  if (family >= 400 && family < 410) return new KeywordRequestRejected(NAME).because(said);
  return unavailable(said, secondsOf(retryAfter));
}

/** No answer in time, a broken connection, or something that is not what DataForSEO answers. */
export function unavailable(problem: unknown, waitSeconds = OUTAGE_LASTS_S): AppError {
  return new KeywordProviderUnavailable(NAME).after(waitSeconds).because(problem);
}

function secondsOf(retryAfter: string | null): number | undefined {
  return retryAfter !== null && /^\d{1,9}$/.test(retryAfter)
    ? Math.min(Number(retryAfter), LONGEST_WAIT_S)
    : undefined;
}

/** The limit an account sets itself begins anew at midnight UTC. */
function secondsToMidnight(): number {
  return 86_400 - (Math.floor(Date.now() / 1_000) % 86_400);
}
