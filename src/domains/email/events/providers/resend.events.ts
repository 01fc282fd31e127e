import { fieldsOf, mailEvent, textOf } from '../event-fields.js';
import type { MailEvent, MailEventKind } from '../mail-event.js';

const RESEND: Readonly<Record<string, MailEventKind>> = {
  'email.sent': 'sent',
  'email.delivered': 'delivered',
  'email.opened': 'opened',
  'email.clicked': 'clicked',
  'email.complained': 'complained',
  'email.bounced': 'bounced',
};

export function resendEvent(body: unknown): MailEvent | undefined {
  const said = fieldsOf(body);
  const data = fieldsOf(said['data']);
  const bounce = fieldsOf(data['bounce']);
  // `Permanent`, `Transient` or `Undetermined`; without a type the event itself speaks of a permanent refusal.
  const isHard = /^permanent$/i.test(textOf(bounce, 'type') ?? 'permanent');
  const named = RESEND[textOf(said, 'type') ?? ''];
  const kind = named === 'bounced' && !isHard ? 'soft_bounced' : named;
  if (!kind) return undefined;
  const click = fieldsOf(data['click']);
  const [to] = Array.isArray(data['to']) ? (data['to'] as unknown[]) : [];
  return mailEvent(
    {
      kind,
      id: null,
      messageId: tagged(data['tags']),
      providerId: textOf(data, 'email_id'),
      email: typeof to === 'string' ? to : null,
      at: said['created_at'],
      reason: textOf(bounce, 'message'),
      link: textOf(click, 'link'),
      userAgent: textOf(click, 'userAgent'),
    },
    body,
  );
}

/** Tags come back as an object, or as a list of names and values. */
function tagged(tags: unknown): string | null {
  if (!Array.isArray(tags)) return textOf(fieldsOf(tags), 'message_id');
  const found = tags.map(fieldsOf).find((tag) => textOf(tag, 'name') === 'message_id');
  return found ? textOf(found, 'value') : null;
}
