import { AppError } from '#kernel/errors';
import { MailRefused, MailUnknown, MailUnreachable } from '#platform/channels/mail-channel';
import type { Outcome, OutgoingMessage } from './outgoing.js';

/** Seconds before the second, third, fourth and fifth attempt after a temporary refusal. */
const AFTER_REFUSAL = [5, 30, 120, 600];
const LONGEST_OUTAGE_WAIT = 300;
const UNWRITTEN_WAIT = 30;
const JITTER = 0.2;

/** What a server has refused, and how. */
type Refusal = Pick<MailRefused, 'permanent' | 'smtpCode' | 'response' | 'stage'>;

/** What a failed delivery means for the message; undefined when the error is not one of the mail channel. */
export function outcomeOf(message: OutgoingMessage, error: unknown): Outcome | undefined {
  const { id, attempt } = message;
  if (error instanceof MailUnknown) return { id, attempt, state: 'unknown', response: error.response };
  if (error instanceof MailUnreachable) {
    const wait = Math.min(LONGEST_OUTAGE_WAIT, 5 * 2 ** Math.min(attempt - 1, 6));
    const dueIn = jittered(Math.max(wait, (error.retryAfter ?? 0) / (1 - JITTER)));
    return { id, attempt, state: 'queued', response: error.response, dueIn };
  }
  if (!(error instanceof MailRefused)) return undefined;
  const wait = error.permanent ? undefined : AFTER_REFUSAL[message.refusals];
  return {
    id,
    attempt,
    state: wait === undefined ? 'failed' : 'queued',
    response: error.response,
    smtpCode: error.smtpCode,
    refused: !error.permanent,
    ...(wait !== undefined && { dueIn: jittered(wait) }),
    bounced: isHardBounce(error),
    softBounced: wait === undefined && isSoftBounce(error),
  };
}

/**
 * What it means that a mail could not be written. A template that was fine when the mailing was opened may run out of
 * its time on a busy machine, so it is tried like a refused one; anything else is not the mail's fault and waits.
 */
export function unwritten({ id, attempt, refusals }: OutgoingMessage, error: unknown): Outcome {
  const response = error instanceof Error ? error.message : String(error);
  const ofTemplate = error instanceof AppError && error.kind === 'invalid';
  const wait = ofTemplate ? AFTER_REFUSAL[refusals] : UNWRITTEN_WAIT;
  if (wait === undefined) return { id, attempt, state: 'failed', response };
  return { id, attempt, state: 'queued', response, refused: ofTemplate, dueIn: jittered(wait) };
}

/**
 * The address itself is refused for good: 550, 551, 553 (or any 5xx with a 5.1.x status) to RCPT, or a 5.1.x status to
 * the message. Full mailboxes (552, 5.2.2) and policy (5.7.x) are not the address's fault.
 */
export function isHardBounce({ permanent, smtpCode, response, stage }: Refusal): boolean {
  if (!permanent || stage === 'sender') return false;
  const status = /\b5\.(\d{1,3})\.(\d{1,3})\b/.exec(response);
  if (status) return status[1] === '1' || (stage === 'recipient' && status[1] === '2' && status[2] === '1');
  return stage === 'recipient' && [550, 551, 553].includes(smtpCode);
}

/**
 * The address takes no mail at the moment: an answer about mailbox or address (4.1.x, 4.2.x), a mailbox that is full (5.2.2), or
 * without a status 450, 452 or 552 to RCPT. Trouble of the server (4.3.x), of the network (4.4.x) and policy (4.7.x) are not the
 * address's fault.
 */
export function isSoftBounce({ smtpCode, response, stage }: MailRefused): boolean {
  if (stage === 'sender') return false;
  const status = /\b([45])\.(\d{1,3})\.(\d{1,3})\b/.exec(response);
  if (status?.[1] === '5') return status[2] === '2' && status[3] === '2';
  if (status) return status[2] === '1' || status[2] === '2';
  return stage === 'recipient' && [450, 452, 552].includes(smtpCode);
}

function jittered(seconds: number): number {
  return seconds * (1 - JITTER + Math.random() * 2 * JITTER);
}
