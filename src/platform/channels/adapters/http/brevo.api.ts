import type { MailMessage } from '../../mail-channel.js';
import { type ApiAnswer, type ApiRequest, json, MailApi, secondsIn, textAt } from './mail-api.js';

/** Brevo: a mail whose key it has seen within the last quarter of an hour is not sent, and it says so. */
export class BrevoApi extends MailApi {
  readonly kind = 'brevo';
  override readonly isIdempotent = true;

  constructor(
    private readonly key: string,
    readonly baseUrl: string = 'https://api.brevo.com',
  ) {
    super();
  }

  sending(message: MailMessage): ApiRequest {
    const { attachments = [] } = message;
    const { name, address } = message.from;
    return {
      path: '/v3/smtp/email',
      headers: { ...this.headers(), 'content-type': 'application/json' },
      ...json({
        sender: { email: address, ...(name && { name }) },
        to: [{ email: message.to }],
        ...(message.replyTo !== undefined && { replyTo: { email: message.replyTo } }),
        subject: message.subject,
        htmlContent: message.html,
        textContent: message.text,
        ...(attachments.length > 0 && {
          attachment: attachments.map(({ name: file, base64: content }) => ({ name: file, content })),
        }),
        headers: { ...message.headers, idempotencyKey: message.id, 'X-Mailin-custom': message.id },
      }),
    };
  }

  probing() {
    return { path: '/v3/account', headers: this.headers() };
  }

  acceptedAs({ json: said }: ApiAnswer): string | undefined {
    return textAt(said, 'messageId');
  }

  /** The key is known: the mail of an earlier attempt was taken. */
  override readingOf({ json: said }: ApiAnswer) {
    return said['code'] === 'duplicate_parameter' ? { acceptedAs: '' } : undefined;
  }

  override waitOf(headers: ApiAnswer['headers']): number | undefined {
    return secondsIn(headers['x-sib-ratelimit-reset']);
  }

  private headers() {
    return { accept: 'application/json', 'api-key': this.key };
  }
}
