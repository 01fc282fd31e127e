import { fieldsOf, mailEvent, textOf } from '../event-fields.js';
import type { MailEvent, MailEventKind } from '../mail-event.js';

const MAILGUN: Readonly<Record<string, MailEventKind>> = {
  accepted: 'sent',
  delivered: 'delivered',
  opened: 'opened',
  clicked: 'clicked',
  complained: 'complained',
  unsubscribed: 'unsubscribed',
};

export function mailgunEvent(body: unknown): MailEvent | undefined {
  const said = fieldsOf(fieldsOf(body)['event-data']);
  const name = textOf(said, 'event') ?? '';
  const failed = textOf(said, 'severity') === 'permanent' ? 'bounced' : 'soft_bounced';
  const kind = name === 'failed' ? failed : MAILGUN[name];
  if (!kind) return undefined;
  const status = fieldsOf(said['delivery-status']);
  const client = fieldsOf(said['client-info']);
  return mailEvent(
    {
      kind,
      id: textOf(said, 'id'),
      messageId: textOf(fieldsOf(said['user-variables']), 'message_id'),
      providerId: textOf(fieldsOf(fieldsOf(said['message'])['headers']), 'message-id'),
      email: textOf(said, 'recipient'),
      at: said['timestamp'],
      reason: textOf(status, 'message') ?? textOf(status, 'description') ?? textOf(said, 'reason'),
      link: textOf(said, 'url'),
      userAgent: textOf(client, 'user-agent'),
      isMachine: textOf(client, 'bot') !== null,
    },
    said,
  );
}
