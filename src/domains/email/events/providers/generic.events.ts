import { fieldsOf, mailEvent, textOf } from '../event-fields.js';
import type { MailEvent, MailEventKind } from '../mail-event.js';

const GENERIC: Readonly<Record<string, MailEventKind>> = {
  sent: 'sent',
  delivered: 'delivered',
  opened: 'opened',
  clicked: 'clicked',
  hard: 'bounced',
  bounced: 'bounced',
  soft: 'soft_bounced',
  soft_bounced: 'soft_bounced',
  complaint: 'complained',
  complained: 'complained',
  unsubscribed: 'unsubscribed',
};

/** `{id?, type, email?, message_id?, at?, reason?}`: message_id is the Message-ID of the mail, or the id in it. */
export function genericEvent(body: unknown): MailEvent | undefined {
  const said = fieldsOf(body);
  const kind = GENERIC[textOf(said, 'type') ?? ''];
  if (!kind) return undefined;
  const messageId = (textOf(said, 'message_id') ?? '').replace(/^<|>$/g, '').split('@')[0] ?? '';
  return mailEvent(
    {
      kind,
      id: textOf(said, 'id'),
      messageId,
      providerId: null,
      email: textOf(said, 'email'),
      at: said['at'],
      reason: textOf(said, 'reason'),
      link: textOf(said, 'link'),
      userAgent: textOf(said, 'user_agent'),
    },
    body,
  );
}
