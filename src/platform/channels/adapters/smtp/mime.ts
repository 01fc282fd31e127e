import MailComposer from 'nodemailer/lib/mail-composer';
import { type MailMessage, messageIdOf } from '../../mail-channel.js';

/** The mail as it travels (RFC 5322): text and HTML as alternatives, headers encoded and free of line breaks. */
export function composeMime(message: MailMessage): Promise<Buffer> {
  const composer = new MailComposer({
    from: { name: oneLine(message.from.name ?? ''), address: message.from.address },
    to: { name: '', address: message.to },
    ...(message.replyTo !== undefined && { replyTo: { name: '', address: message.replyTo } }),
    subject: oneLine(message.subject),
    messageId: messageIdOf(message),
    text: message.text,
    html: message.html,
    headers: Object.entries(message.headers).map(([key, value]) => ({ key, value: oneLine(value) })),
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return composer.compile().build();
}

function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();
}
