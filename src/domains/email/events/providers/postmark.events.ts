import { type Fields, fieldsOf, mailEvent, textOf } from '../event-fields.js';
import type { MailEvent, MailEventKind } from '../mail-event.js';

const POSTMARK: Readonly<Record<string, MailEventKind>> = {
  Delivery: 'delivered',
  Open: 'opened',
  Click: 'clicked',
  SpamComplaint: 'complained',
};
/** Stands where Postmark names no mail. */
const NO_MAIL = '00000000-0000-0000-0000-000000000000';
const POSTMARK_HARD = ['HardBounce', 'BadEmailAddress', 'ManuallyDeactivated'];
const POSTMARK_SOFT = ['SoftBounce', 'Transient', 'DnsError', 'Undeliverable', 'Blocked', 'SMTPApiError'];

export function postmarkEvent(body: unknown): MailEvent | undefined {
  const said = fieldsOf(body);
  const record = textOf(said, 'RecordType') ?? '';
  const kind = postmarkKind(record, said);
  if (!kind) return undefined;
  return mailEvent(
    {
      kind,
      id: postmarkId(record, kind, said),
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

function postmarkKind(record: string, said: Fields): MailEventKind | undefined {
  if (record === 'Bounce') return postmarkBounce(textOf(said, 'Type') ?? '');
  return record === 'SubscriptionChange' ? postmarkSuppression(said) : POSTMARK[record];
}

/** Why Postmark writes to the address no more. What the owner has stopped there by hand is nothing that the reader has said. */
function postmarkSuppression(said: Fields): MailEventKind | undefined {
  if (said['SuppressSending'] !== true) return undefined;
  const reason = textOf(said, 'SuppressionReason');
  if (reason === 'HardBounce') return 'bounced';
  if (reason === 'SpamComplaint') return 'complained';
  return reason === 'ManualSuppression' && textOf(said, 'Origin') === 'Recipient'
    ? 'unsubscribed'
    : undefined;
}

/** A hard bounce and a complaint come a second time, as the change of a subscription: they are known by their mail. */
function postmarkId(record: string, kind: MailEventKind, said: Fields): string | null {
  const mail = textOf(said, 'MessageID');
  if ((kind === 'bounced' || kind === 'complained') && mail !== null && mail !== NO_MAIL)
    return `${kind} ${mail}`;
  const bounce = textOf(said, 'ID');
  return bounce === null ? null : `${record} ${bounce}`;
}

function postmarkBounce(type: string): MailEventKind | undefined {
  if (POSTMARK_HARD.includes(type)) return 'bounced';
  if (type === 'SpamNotification' || type === 'SpamComplaint') return 'complained';
  return POSTMARK_SOFT.includes(type) ? 'soft_bounced' : undefined;
}
