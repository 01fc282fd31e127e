import type { MailMessage } from '../../mail-channel.js';
import { mailboxText } from './mailbox-text.js';
import { addressRefused } from './http-verdict.js';
import { type ApiAnswer, type ApiRequest, json, MailApi, textAt } from './mail-api.js';

/** The recipient has bounced or complained before; Postmark does not write to it. */
const INACTIVE_RECIPIENT = 406;

/** Postmark: 200 with ErrorCode 0 when it has taken the mail. */
export class PostmarkApi extends MailApi {
  readonly kind = 'postmark';

  constructor(
    private readonly token: string,
    private readonly stream: string = 'broadcast',
    readonly baseUrl: string = 'https://api.postmarkapp.com',
  ) {
    super();
  }

  sending(message: MailMessage): ApiRequest {
    const { attachments = [] } = message;
    return {
      path: '/email',
      headers: { ...this.headers(), 'content-type': 'application/json' },
      ...json({
        From: mailboxText(message.from),
        To: message.to,
        ...(message.replyTo !== undefined && { ReplyTo: message.replyTo }),
        Subject: message.subject,
        HtmlBody: message.html,
        TextBody: message.text,
        Headers: Object.entries(message.headers).map(([Name, Value]) => ({ Name, Value })),
        ...(attachments.length > 0 && {
          Attachments: attachments.map(({ name: Name, base64: Content, mediaType: ContentType }) => {
            return { Name, Content, ContentType };
          }),
        }),
        Metadata: { message_id: message.id },
        MessageStream: this.stream,
        TrackOpens: false,
        TrackLinks: 'None',
      }),
    };
  }

  probing() {
    return { path: '/server', headers: this.headers() };
  }

  acceptedAs({ json: said }: ApiAnswer): string | undefined {
    return said['ErrorCode'] === 0 ? textAt(said, 'MessageID') : undefined;
  }

  override readingOf(answer: ApiAnswer) {
    return answer.json['ErrorCode'] === INACTIVE_RECIPIENT ? addressRefused(answer) : undefined;
  }

  private headers() {
    return { accept: 'application/json', 'x-postmark-server-token': this.token };
  }
}
