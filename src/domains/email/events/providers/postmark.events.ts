import { fieldsOf, mailEvent, textOf } from '../event-fields.js';
import type { MailEvent, MailEventKind } from '../mail-event.js';

const POSTMARK: Readonly<Record<string, MailEventKind>> = {
  Delivery: 'delivered',
  Open: 'opened',
  Click: 'clicked',
  SpamComplaint: 'complained',
  SubscriptionChange: 'unsubscribed',
};
const POSTMARK_HARD = ['HardBounce', 'BadEmailAddress', 'ManuallyDeactivated'];
const POSTMARK_SOFT = ['SoftBounce', 'Transient', 'DnsError', 'Undeliverable', 'Blocked', 'SMTPApiError'];

export function postmarkEvent(body: unknown): MailEvent | undefined {
  const said = fieldsOf(body);
  const record = textOf(said, 'RecordType') ?? '';
  const kind = record === 'Bounce' ? postmarkBounce(textOf(said, 'Type') ?? '') : POSTMARK[record];
  if (!kind || (record === 'SubscriptionChange' && said['SuppressSending'] !== true)) return undefined;
  const bounce = textOf(said, 'ID');
  return mailEvent(
    {
      kind,
      id: bounce === null ? null : `${record} ${bounce}`,
      messageId: textOf(fieldsOf(said['Metadata']), 'message_id'),
      providerId: textOf(said, 'MessageID'),
      email: textOf(said, 'Recipient') ?? textOf(said, 'Email'),
      at: said['DeliveredAt'] ?? said['BouncedAt'] ?? said['ReceivedAt'] ?? said['ChangedAt'],
      reason: textOf(said, 'Description') ?? textOf(said, 'Details'),
      link: textOf(said, 'OriginalLink'),
      userAgent: textOf(said, 'UserAgent'),
    },
    body,
  );
}

function postmarkBounce(type: string): MailEventKind | undefined {
  if (POSTMARK_HARD.includes(type)) return 'bounced';
  if (type === 'SpamNotification' || type === 'SpamComplaint') return 'complained';
  return POSTMARK_SOFT.includes(type) ? 'soft_bounced' : undefined;
}
