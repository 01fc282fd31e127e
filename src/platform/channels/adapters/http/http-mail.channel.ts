import type { WebAnswer } from '#platform/web/web-answer';
import type { WebClient } from '#platform/web/web-client';
import {
  type MailAccepted,
  MailChannel,
  type MailMessage,
  MailUnknown,
  MailUnreachable,
  messageIdOf,
} from '../../mail-channel.js';
import { ArmedBody } from '../smtp/armed-body.js';
import { described, failureOf } from './http-verdict.js';
import type { ApiAnswer, MailApi } from './mail-api.js';

const ANSWER_WITHIN_MS = 30_000;
const LONGEST_ANSWER = 64 * 1024;

/** Hands mail to a provider over its HTTP API. Each mail is one request, which is never repeated here. */
export class HttpMailChannel extends MailChannel {
  readonly kind: string;
  override readonly isIdempotent: boolean;

  constructor(
    private readonly web: WebClient,
    private readonly api: MailApi,
  ) {
    super();
    this.kind = api.kind;
    this.isIdempotent = api.isIdempotent;
  }

  async deliver(
    message: MailMessage,
    onData: () => Promise<void>,
    signal?: AbortSignal,
  ): Promise<MailAccepted> {
    const { path, headers, body: content } = await this.api.sending(message);
    const bytes = typeof content === 'string' ? Buffer.from(content, 'utf8') : content;
    // The client connects first, and writes the head of the request together with the first bytes of its body.
    const body = new ArmedBody(bytes, onData);
    body.on('error', () => undefined);
    let answer: ApiAnswer;
    try {
      answer = answerOf(
        await this.web.send({
          url: this.api.baseUrl + path,
          method: 'POST',
          headers,
          body: { bytes: body, length: bytes.length },
          signal,
          deadline: ANSWER_WITHIN_MS,
          longest: LONGEST_ANSWER,
          cut: true,
        }),
      );
    } catch (error) {
      await body.decided();
      if (body.refusal) throw body.refusal;
      const said = error instanceof Error ? error.message : String(error);
      throw body.departed ? new MailUnknown(said).because(error) : new MailUnreachable(said).because(error);
    }
    return this.read(answer, message);
  }

  async verify(): Promise<void> {
    const { path, headers } = this.api.probing();
    const bounds = { deadline: ANSWER_WITHIN_MS, longest: LONGEST_ANSWER, cut: true, redirects: 0 };
    const asked = this.web.send({ url: this.api.baseUrl + path, headers, ...bounds });
    const answer = await asked.catch((error: unknown) => {
      throw new MailUnreachable(error instanceof Error ? error.message : String(error)).because(error);
    });
    if (!answer.ok) throw new MailUnreachable(described(answerOf(answer)));
  }

  private read(answer: ApiAnswer, message: MailMessage): MailAccepted {
    const reading = this.api.readingOf(answer);
    if (reading instanceof Error) throw reading;
    const accepted = answer.status >= 200 && answer.status < 300;
    const providerId = reading?.acceptedAs ?? (accepted ? this.api.acceptedAs(answer) : undefined);
    if (providerId !== undefined)
      return { response: described(answer), messageId: messageIdOf(message), providerId };
    throw failureOf(answer, this.api);
  }
}

function answerOf({ status, headers, bytes }: WebAnswer): ApiAnswer {
  const text = bytes.toString('utf8');
  return { status, headers, text, json: objectIn(text) };
}

function objectIn(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
