import { fieldsOf, mailEvent, textOf } from '../event-fields.js';
import type { MailEvent, MailEventKind } from '../mail-event.js';

const BREVO: Readonly<Record<string, MailEventKind>> = {
  request: 'sent',
  sent: 'sent',
  delivered: 'delivered',
  opened: 'opened',
  unique_opened: 'opened',
  proxy_open: 'opened',
  unique_proxy_open: 'opened',
  click: 'clicked',
  hard_bounce: 'bounced',
  invalid_email: 'bounced',
  soft_bounce: 'soft_bounced',
  spam: 'complained',
  complaint: 'complained',
  unsubscribed: 'unsubscribed',
};

export function brevoEvent(body: unknown): MailEvent | undefined {
  const said = fieldsOf(body);
  const name = textOf(said, 'event') ?? '';
  const kind = BREVO[name];
  if (!kind) return undefined;
  return mailEvent(
    {
      kind,
      id: null,
      messageId: textOf(said, 'X-Mailin-custom'),
      providerId: textOf(said, 'message-id'),
      email: textOf(said, 'email'),
      at: said['ts_event'] ?? said['ts'],
      reason: textOf(said, 'reason'),
      link: textOf(said, 'link'),
      userAgent: textOf(said, 'user_agent'),
      isMachine: name.endsWith('proxy_open'),
    },
    body,
  );
}
