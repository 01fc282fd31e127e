import { type Fields, fieldsOf, mailEvent, textOf } from '../event-fields.js';
import type { MailEvent, MailEventKind } from '../mail-event.js';

const SES: Readonly<Record<string, MailEventKind>> = {
  Send: 'sent',
  Delivery: 'delivered',
  Open: 'opened',
  Click: 'clicked',
  Complaint: 'complained',
  Subscription: 'unsubscribed',
};

/** Reports that come as complaints and are none: the reader says it is no spam, or a signature did not hold. */
const NO_COMPLAINT = new Set(['not-spam', 'auth-failure']);

/** What stands in the message of a notification of SNS: one event for each recipient that it names. */
export function sesEvents(body: unknown): (MailEvent | undefined)[] {
  const said = fieldsOf(body);
  const name = textOf(said, 'eventType') ?? textOf(said, 'notificationType') ?? '';
  const bounce = fieldsOf(said['bounce']);
  const bounced = textOf(bounce, 'bounceType') === 'Permanent' ? 'bounced' : 'soft_bounced';
  const kind = name === 'Bounce' ? bounced : SES[name];
  if (!kind) return [];
  const detail = fieldsOf(said[name.charAt(0).toLowerCase() + name.slice(1)]);
  const feedback = textOf(detail, 'complaintFeedbackType');
  if (kind === 'complained' && feedback !== null && NO_COMPLAINT.has(feedback)) return [];
  const mail = fieldsOf(said['mail']);
  const [tag] = [fieldsOf(mail['tags'])['message_id']].flat();
  const named = [detail['bouncedRecipients'] ?? detail['complainedRecipients']].flat();
  const addresses = named.map((one) => textOf(fieldsOf(one), 'emailAddress'));
  const [first] = [mail['destination']].flat();
  const recipients = addresses.some((one) => one !== null)
    ? addresses
    : [typeof first === 'string' ? first : null];
  return recipients.map((email) =>
    mailEvent(
      {
        kind,
        id: sesId(name, mail, detail, email),
        messageId: typeof tag === 'string' ? tag : null,
        providerId: textOf(mail, 'messageId'),
        email,
        at: detail['timestamp'] ?? mail['timestamp'],
        reason: sesReason(named[0]) ?? feedback ?? textOf(bounce, 'bounceSubType'),
        link: textOf(detail, 'link'),
        userAgent: textOf(detail, 'userAgent'),
      },
      body,
    ),
  );
}

function sesReason(recipient: unknown): string | null {
  return textOf(fieldsOf(recipient), 'diagnosticCode') ?? textOf(fieldsOf(recipient), 'status');
}

function sesId(name: string, mail: Fields, detail: Fields, email: string | null): string {
  const feedback = textOf(detail, 'feedbackId') ?? textOf(detail, 'timestamp') ?? '';
  return [name, textOf(mail, 'messageId') ?? '', feedback, email ?? ''].join(' ');
}
