import { createHash } from 'node:crypto';
import type { MailReport } from '#platform/channels/reports/mail-report';
import { mailEvent } from '../events/event-fields.js';
import type { MailEvent, MailEventKind } from '../events/mail-event.js';

/** What a report means for the message it is about; undefined where it means nothing yet, or is about no mail of ours. */
export function eventOf(report: MailReport): MailEvent | undefined {
  const kind = kindOf(report);
  const { recipient, status, reason, at } = report;
  if (!kind) return undefined;
  const messageId = report.messageId.split('@')[0] ?? '';
  // What is told again, by whichever mail, is known by what it is about.
  const id = createHash('sha256').update(`${kind}\n${messageId}`).digest('hex');
  const event = mailEvent(
    {
      kind,
      id,
      messageId,
      providerId: null,
      email: recipient,
      at,
      reason: reason ?? status,
    },
    report,
  );
  return event.messageId === null ? undefined : event;
}

/** The address itself is refused for good by 5.1.x and 5.2.1, as it is where a server answers us; other failures are soft. */
function kindOf({ what, status }: MailReport): MailEventKind | undefined {
  if (what === 'complaint') return 'complained';
  if (what === 'delivered') return 'delivered';
  if (what === 'delayed') return undefined;
  return /^5\.(?:1\.\d+|2\.1)$/.test(status ?? '') ? 'bounced' : 'soft_bounced';
}
