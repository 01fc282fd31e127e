import DKIM from 'nodemailer/lib/dkim';
import MailComposer from 'nodemailer/lib/mail-composer';
import { type DkimKey, type MailMessage, messageIdOf } from '../../mail-channel.js';
import { encodedBody } from './body-part.js';
import { type MailHead, mailHead, oneLine } from './mail-head.js';

/** RFC 8058 wants both headers of the one-click link under the signature. */
const SIGNED_HEADERS =
  'From:Sender:Reply-To:Subject:Date:Message-ID:To:MIME-Version:Content-Type:Content-Transfer-Encoding:List-Unsubscribe:List-Unsubscribe-Post';
/** Amazon SES sets its own, by its API as by SMTP: a signature that covered them would not hold. */
export const SET_BY_SES = 'date:message-id';
/** No encoded body holds these two characters in a row. */
const BOUNDARY = '=_';

/** A mail as it travels, and what the server is told of it before. */
export interface ComposedMail {
  readonly bytes: Buffer;
  readonly messageId: string;
  readonly envelope: MailHead['envelope'];
}

/**
 * The mail as it travels (RFC 5322): text and HTML as alternatives, headers encoded and free of line breaks, signed if it is to
 * be. Whatever is not plain in headers and addresses is the library's work; bodies are encoded here, where no stream has to be made
 * for each. `unsigned` names the headers that the signature leaves out, in lower case with colons between.
 */
export async function composeMime(message: MailMessage, unsigned = ''): Promise<ComposedMail> {
  const { envelope, bytes } = message.attachments?.length
    ? await writtenWithFiles(message, message.attachments)
    : written(message);
  return {
    bytes: message.dkim ? await signed(bytes, message.dkim, unsigned) : bytes,
    messageId: messageIdOf(message),
    envelope,
  };
}

/** A mail before it is signed. */
type WrittenMail = Pick<ComposedMail, 'bytes' | 'envelope'>;

function written(message: MailMessage): WrittenMail {
  const { lines, envelope } = mailHead(message);
  const mark = `${BOUNDARY}${message.id}`;
  const boundary = `--${mark}`;
  const whole = [
    ...lines,
    `Content-Type: multipart/alternative;\r\n boundary="${mark}"`,
    '',
    boundary,
    part('text/plain', message.text),
    boundary,
    part('text/html', message.html),
    `${boundary}--`,
    '',
  ].join('\r\n');
  return { envelope, bytes: Buffer.from(whole, 'utf8') };
}

/** Files stand behind the alternatives, their names as RFC 2231 says. */
async function writtenWithFiles(
  message: MailMessage,
  files: NonNullable<MailMessage['attachments']>,
): Promise<WrittenMail> {
  const head = new MailComposer({
    from: { name: oneLine(message.from.name ?? ''), address: message.from.address },
    to: { name: '', address: message.to },
    ...(message.replyTo !== undefined && { replyTo: { name: '', address: message.replyTo } }),
    subject: oneLine(message.subject),
    messageId: messageIdOf(message),
    text: message.text,
    html: message.html,
    headers: Object.entries(message.headers).map(([key, value]) => ({ key, value: oneLine(value) })),
    attachments: files.map(({ name, mediaType, content }) => {
      return { filename: oneLine(name), contentType: mediaType, content };
    }),
    disableFileAccess: true,
    disableUrlAccess: true,
  }).compile();
  const { from, to } = head.getEnvelope();
  return { envelope: { from: from === false ? '' : from, to }, bytes: await head.build() };
}

function part(type: string, body: string): string {
  const { encoding, text } = encodedBody(body);
  return `Content-Type: ${type}; charset=utf-8\r\nContent-Transfer-Encoding: ${encoding}\r\n\r\n${text}`;
}

async function signed(bytes: Buffer, key: DkimKey, unsigned: string): Promise<Buffer> {
  const { domain, selector, privateKey } = key;
  const signer = new DKIM({
    domainName: domain,
    keySelector: selector,
    privateKey,
    headerFieldNames: SIGNED_HEADERS,
    skipFields: unsigned,
  });
  return Buffer.concat((await signer.sign(bytes).toArray()) as Buffer[]);
}
