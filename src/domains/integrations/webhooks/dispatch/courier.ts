import { Injectable, Logger } from '@nestjs/common';
import { AppError } from '#kernel/errors';
import { Settings } from '#platform/config/settings';
import { retryAfterMs } from '#platform/web/retry-after';
import type { WebAnswer } from '#platform/web/web-answer';
import { WebClient } from '#platform/web/web-client';
import { signedHeaders, type WebhookKeys } from '../keys/webhook-keys.js';
import type { AttemptNote, ClaimedDelivery, Settlement } from './delivery.js';
import { Keyring } from '../keys/keyring.js';
import { secondsUntilNext } from './retry-times.js';

const LONGEST_ANSWER = 64 * 1024;
const EXCERPT_BYTES = 2_048;
const SHORTEST_SECRET = 6;
const GONE = 410;
/** A server that asks for time with these is given it. */
const BUSY = [429, 503];

/** Only a 2xx is a yes: a redirect is a failure, and so is an answer that takes too long or has no end. */
const isYes = (status: number | null) => status !== null && status >= 200 && status < 300;

/** Carries one delivery to its server, signed, through the guarded client, and says what became of it. */
@Injectable()
export class Courier {
  private readonly logger = new Logger('Webhooks');

  constructor(
    private readonly web: WebClient,
    private readonly keyring: Keyring,
    private readonly settings: Settings,
  ) {}

  /** Throws only when `signal` gives up on it. */
  async carry(delivery: ClaimedDelivery, signal: AbortSignal): Promise<Settlement> {
    const at = new Date();
    const begun = performance.now();
    const noted = (status: number | null, error: string | null, response: string | null = null) => ({
      at: at.toISOString(),
      status,
      duration_ms: Math.round(performance.now() - begun),
      error,
      response,
    });
    try {
      const keys = await this.keyring.of(delivery.ownerId, delivery.webhookId);
      if (!keys) return settlementOf(delivery, noted(null, 'The webhook has no secret.'));
      const answer = await this.posted(delivery, { keys, at, signal });
      const error = isYes(answer.status) ? null : `The server answered ${answer.status}.`;
      return settlementOf(delivery, noted(answer.status, error, excerptOf(answer, keys)), askedFor(answer));
    } catch (error) {
      if (signal.aborted) throw error;
      if (!(error instanceof AppError))
        this.logger.error({ err: error, delivery: delivery.id }, 'A delivery failed for a reason of ours');
      const told = error instanceof AppError ? error.message : 'It could not be sent.';
      return settlementOf(delivery, noted(null, told));
    }
  }

  private posted(
    { id, url, body }: ClaimedDelivery,
    { keys, at, signal }: { keys: WebhookKeys; at: Date; signal: AbortSignal },
  ): Promise<WebAnswer> {
    return this.web.send({
      url,
      method: 'POST',
      headers: { ...keys.headers, ...signedHeaders(keys, id, body, at), 'content-type': 'application/json' },
      body,
      signal,
      deadline: this.settings.WEBHOOK_TIMEOUT_MS,
      longest: LONGEST_ANSWER,
    });
  }
}

function settlementOf(
  { id, attempt, tries, type }: ClaimedDelivery,
  note: AttemptNote,
  asked = 0,
): Settlement {
  const ended = { id, attempt, gone: note.status === GONE, note };
  if (isYes(note.status)) return { ...ended, state: 'delivered' };
  // What somebody tries out is tried once, and who is gone is asked no more.
  const isOver = ended.gone || type === 'webhook.test';
  const dueIn = isOver ? undefined : secondsUntilNext(tries + 1, Math.random(), asked);
  return dueIn === undefined ? { ...ended, state: 'failed' } : { ...ended, state: 'waiting', dueIn };
}

/** Seconds for which the server wants to be left alone. */
function askedFor({ status, headers }: WebAnswer): number {
  return BUSY.includes(status) ? (retryAfterMs(headers['retry-after'] ?? '') ?? 0) / 1_000 : 0;
}

/** The beginning of an answer as text, without what we have told the server in confidence. */
function excerptOf({ bytes }: WebAnswer, { secret, former, headers }: WebhookKeys): string {
  const text = bytes.subarray(0, EXCERPT_BYTES).toString('utf8').replaceAll('\0', '');
  const told = [secret, former?.secret ?? '', ...Object.values(headers)];
  return told
    .filter((value) => value.length >= SHORTEST_SECRET)
    .reduce((rest, value) => rest.replaceAll(value, '[redacted]'), text);
}
