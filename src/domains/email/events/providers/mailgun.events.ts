import { isHardBounce } from '../../delivery/outcome.js';
import { type Fields, fieldsOf, mailEvent, textOf } from '../event-fields.js';
import type { MailEvent, MailEventKind } from '../mail-event.js';

const MAILGUN: Readonly<Record<string, MailEventKind>> = {
  accepted: 'sent',
  delivered: 'delivered',
  opened: 'opened',
  clicked: 'clicked',
  complained: 'complained',
  unsubscribed: 'unsubscribed',
};

/** Why Mailgun has not even tried: the address is on one of its lists. */
const SUPPRESSED: Readonly<Record<string, MailEventKind>> = {
  'suppress-bounce': 'bounced',
  'suppress-complaint': 'complained',
  'suppress-unsubscribe': 'unsubscribed',
};

export function mailgunEvent(body: unknown): MailEvent | undefined {
  const said = fieldsOf(fieldsOf(body)['event-data']);
  const name = textOf(said, 'event') ?? '';
  const kind = name === 'failed' ? mailgunFailure(said) : MAILGUN[name];
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

/**
 * A permanent failure is judged as an answer to ourselves is. Only with the reason `bounce` does Mailgun itself say that it is the
 * mailbox; of the others (`generic`, `espblock`, `old`) nothing but a 5.1.x status does.
 */
function mailgunFailure(said: Fields): MailEventKind | undefined {
  if (textOf(said, 'severity') !== 'permanent') return 'soft_bounced';
  const reason = textOf(said, 'reason') ?? '';
  if (reason.startsWith('suppress-')) return SUPPRESSED[reason];
  const status = fieldsOf(said['delivery-status']);
  const isHard = isHardBounce({
    permanent: true,
    smtpCode: Number(textOf(status, 'code')),
    response: `${textOf(status, 'enhanced-code')} ${textOf(status, 'message')} ${textOf(status, 'description')}`,
    stage: reason === 'bounce' ? 'recipient' : 'message',
  });
  return isHard ? 'bounced' : 'soft_bounced';
}
