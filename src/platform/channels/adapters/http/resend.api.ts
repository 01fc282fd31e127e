import { type MailMessage, MailUnknown } from '../../mail-channel.js';
import { mailboxText } from './mailbox-text.js';
import { described } from './http-verdict.js';
import { type ApiAnswer, type ApiRequest, json, MailApi, secondsIn, textAt } from './mail-api.js';

/** Resend: one JSON request; the same Idempotency-Key is answered for a day as it was the first time. */
export class ResendApi extends MailApi {
  readonly kind = 'resend';
  override readonly isIdempotent = true;

  constructor(
    private readonly key: string,
    readonly baseUrl: string = 'https://api.resend.com',
  ) {
    super();
  }

  sending(message: MailMessage): ApiRequest {
    const { attachments = [] } = message;
    return {
      path: '/emails',
      headers: { ...this.headers(), 'idempotency-key': message.id },
      ...json({
        from: mailboxText(message.from),
        to: [message.to],
        subject: message.subject,
        html: message.html,
        text: message.text,
        ...(message.replyTo !== undefined && { reply_to: message.replyTo }),
        headers: message.headers,
        ...(attachments.length > 0 && {
          attachments: attachments.map(({ name: filename, base64: content, mediaType: content_type }) => {
            return { filename, content, content_type };
          }),
        }),
        tags: [{ name: 'message_id', value: message.id }],
      }),
    };
  }

  probing() {
    return { path: '/domains', headers: this.headers() };
  }

  acceptedAs({ json: said }: ApiAnswer): string | undefined {
    return textAt(said, 'id');
  }

  /** 409: the first request with this key is still under way, or held something else. Both leave its fate open. */
  override readingOf(answer: ApiAnswer) {
    return answer.status === 409 ? new MailUnknown(described(answer)) : undefined;
  }

  override waitOf(headers: ApiAnswer['headers']): number | undefined {
    return secondsIn(headers['ratelimit-reset']);
  }

  private headers() {
    return { authorization: `Bearer ${this.key}`, 'content-type': 'application/json' };
  }
}
