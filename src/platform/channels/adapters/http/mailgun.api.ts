import { randomUUID } from 'node:crypto';
import type { MailAttachment } from '../../mail-attachment.js';
import type { MailMessage } from '../../mail-channel.js';
import { mailboxText } from './mailbox-text.js';
import { type ApiAnswer, type ApiRequest, MailApi, textAt } from './mail-api.js';

/** Mailgun: a form, with files where the mail has some, sent to the messages of a sending domain. */
export class MailgunApi extends MailApi {
  readonly kind = 'mailgun';

  constructor(
    private readonly key: string,
    private readonly domain: string,
    readonly baseUrl: string = 'https://api.mailgun.net',
  ) {
    super();
  }

  sending(message: MailMessage): ApiRequest {
    const fields: (readonly [string, string])[] = [
      ['from', mailboxText(message.from)],
      ['to', message.to],
      ['subject', message.subject],
      ['text', message.text],
      ['html', message.html],
      ['o:tracking', 'no'],
      ['v:message_id', message.id],
      ...(message.replyTo === undefined ? [] : [['h:Reply-To', message.replyTo] as const]),
      ...Object.entries(message.headers).map(([name, value]) => [`h:${name}`, value] as const),
    ];
    const { type, body } = message.attachments?.length
      ? withFiles(fields, message.attachments)
      : {
          type: 'application/x-www-form-urlencoded',
          body: new URLSearchParams(
            fields.map(([name, value]): [string, string] => [name, value]),
          ).toString(),
        };
    return {
      path: `/v3/${encodeURIComponent(this.domain)}/messages`,
      headers: { ...this.headers(), 'content-type': type },
      body,
    };
  }

  probing() {
    return { path: `/v3/domains/${encodeURIComponent(this.domain)}`, headers: this.headers() };
  }

  /** The id as its events write it: without the brackets. */
  acceptedAs({ json: said }: ApiAnswer): string | undefined {
    return textAt(said, 'id')?.replace(/^<|>$/g, '');
  }

  private headers() {
    return { authorization: `Basic ${Buffer.from(`api:${this.key}`).toString('base64')}` };
  }
}

/** A form with files (RFC 7578). Names are ours and hold no line ends; quotes are written as browsers write them. */
function withFiles(fields: readonly (readonly [string, string])[], files: readonly MailAttachment[]) {
  const boundary = `----mail-${randomUUID()}`;
  const quoted = (text: string) => text.replace(/[\r\n]+/g, ' ').replaceAll('"', '%22');
  const part = (header: string) =>
    Buffer.from(`--${boundary}\r\ncontent-disposition: form-data; ${header}\r\n\r\n`);
  const end = Buffer.from('\r\n');
  const body = Buffer.concat([
    ...fields.flatMap(([name, value]) => [part(`name="${quoted(name)}"`), Buffer.from(value), end]),
    ...files.flatMap(({ name, mediaType, content }) => [
      part(`name="attachment"; filename="${quoted(name)}"\r\ncontent-type: ${mediaType}`),
      content,
      end,
    ]),
    Buffer.from(`--${boundary}--\r\n`),
  ]);
  return { type: `multipart/form-data; boundary="${boundary}"`, body };
}
