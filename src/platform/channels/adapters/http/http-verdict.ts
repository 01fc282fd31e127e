import { retryAfterMs } from '#platform/web/retry-after';
import { type MailFailure, MailRefused, MailUnknown, MailUnreachable } from '../../mail-channel.js';
import type { ApiAnswer, MailApi } from './mail-api.js';

const SHOWN = 500;
const USUAL_WAIT = 5;
const LONGEST_WAIT = 3_600;
/** About the account or the address asked, not about the mail. */
const ABOUT_US = [401, 402, 403, 404, 405, 407, 421, 451];

/**
 * What an answer that is no acceptance means for the mail. Limits and closed doors say that it was not taken, and so does
 * an answer about its content. Any other failure of the server may have come after it was taken.
 */
export function failureOf(answer: ApiAnswer, api: MailApi): MailFailure {
  const { status, headers } = answer;
  const text = described(answer);
  if (status === 429 || status === 503) return new MailUnreachable(text).after(waitOf(headers, api));
  if (ABOUT_US.includes(status) || (status >= 300 && status < 400)) return new MailUnreachable(text);
  if (status >= 400 && status < 500 && status !== 408 && status !== 409)
    return new MailRefused(true, status, text, 'message');
  return new MailUnknown(text);
}

/** The address itself is refused for good. */
export function addressRefused(answer: ApiAnswer): MailRefused {
  return new MailRefused(true, 550, described(answer), 'recipient');
}

/** `429: too many requests`, on one line. */
export function described({ status, text }: ApiAnswer): string {
  const said = text.replace(/[\p{Cc}\s]+/gu, ' ').trim();
  return `${status}${said === '' ? '' : `: ${said}`}`.slice(0, SHOWN);
}

function waitOf(headers: ApiAnswer['headers'], api: MailApi): number {
  const asked = retryAfterMs(headers['retry-after'] ?? '');
  const seconds = asked === undefined ? (api.waitOf(headers) ?? USUAL_WAIT) : asked / 1_000;
  return Math.min(LONGEST_WAIT, seconds);
}
