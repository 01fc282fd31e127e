import { type Fields, fieldsOf, mailEvent, textOf } from '../event-fields.js';
import type { MailEvent, MailEventKind } from '../mail-event.js';

const SENDGRID: Readonly<Record<string, MailEventKind>> = {
  processed: 'sent',
  delivered: 'delivered',
  open: 'opened',
  click: 'clicked',
  spamreport: 'complained',
  unsubscribe: 'unsubscribed',
  group_unsubscribe: 'unsubscribed',
};

/** A `dropped` one was never sent: only what SendGrid says of the address is kept. */
export function sendgridEvent(body: unknown): MailEvent | undefined {
  const said = fieldsOf(body);
  const name = textOf(said, 'event') ?? '';
  const kind = name === 'bounce' ? sendgridBounce(said) : (sendgridDropped(name, said) ?? SENDGRID[name]);
  if (!kind) return undefined;
  return mailEvent(
    {
      kind,
      id: textOf(said, 'sg_event_id'),
      messageId: textOf(said, 'message_id'),
      providerId: (textOf(said, 'sg_message_id') ?? '').split('.')[0] || null,
      email: textOf(said, 'email'),
      at: said['timestamp'],
      reason: textOf(said, 'reason') ?? textOf(said, 'response'),
      link: textOf(said, 'url'),
      userAgent: textOf(said, 'useragent'),
      isMachine: said['sg_machine_open'] === true,
    },
    body,
  );
}

/** A bounce that SendGrid calls blocked is about the server or the message, not about the address. */
function sendgridBounce(said: Fields): MailEventKind {
  return textOf(said, 'type') === 'blocked' ? 'soft_bounced' : 'bounced';
}

function sendgridDropped(name: string, said: Fields): MailEventKind | undefined {
  if (name !== 'dropped') return undefined;
  const reason = textOf(said, 'reason') ?? '';
  if (/bounced address|invalid/i.test(reason)) return 'bounced';
  if (/spam report/i.test(reason)) return 'complained';
  return /unsubscribed/i.test(reason) ? 'unsubscribed' : undefined;
}
