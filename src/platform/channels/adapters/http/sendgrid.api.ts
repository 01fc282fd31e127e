import type { MailMessage } from '../../mail-channel.js';
import { type ApiAnswer, type ApiRequest, json, MailApi } from './mail-api.js';

/** SendGrid: 202 with the id in a header and an empty body. Its own tracking is switched off: the links are ours. */
export class SendGridApi extends MailApi {
  readonly kind = 'sendgrid';

  constructor(
    private readonly key: string,
    readonly baseUrl: string = 'https://api.sendgrid.com',
  ) {
    super();
  }

  sending(message: MailMessage): ApiRequest {
    const { attachments = [] } = message;
    const { name, address } = message.from;
    return {
      path: '/v3/mail/send',
      headers: this.headers(),
      ...json({
        personalizations: [{ to: [{ email: message.to }], custom_args: { message_id: message.id } }],
        from: { email: address, ...(name && { name }) },
        ...(message.replyTo !== undefined && { reply_to: { email: message.replyTo } }),
        subject: message.subject,
        content: [
          { type: 'text/plain', value: message.text },
          { type: 'text/html', value: message.html },
        ],
        headers: message.headers,
        ...(attachments.length > 0 && {
          attachments: attachments.map(({ name: filename, base64: content, mediaType: type }) => {
            return { filename, content, type, disposition: 'attachment' };
          }),
        }),
        tracking_settings: {
          click_tracking: { enable: false, enable_text: false },
          open_tracking: { enable: false },
          subscription_tracking: { enable: false },
        },
      }),
    };
  }

  probing() {
    return { path: '/v3/scopes', headers: this.headers() };
  }

  acceptedAs({ status, headers }: ApiAnswer): string | undefined {
    return status === 202 ? (headers['x-message-id'] ?? '') : undefined;
  }

  /** The second at which the window ends. */
  override waitOf(headers: ApiAnswer['headers']): number | undefined {
    const at = Number(headers['x-ratelimit-reset'] ?? Number.NaN);
    return Number.isFinite(at) ? Math.max(1, at - Math.floor(Date.now() / 1_000)) : undefined;
  }

  private headers() {
    return { authorization: `Bearer ${this.key}`, 'content-type': 'application/json' };
  }
}
