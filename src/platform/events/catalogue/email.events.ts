import { z } from 'zod';
import { eventType } from '../event-type.js';
import { anything, id, idOrNull, text } from './fields.js';

const MAIL = { message_id: id, campaign_id: idOrNull, lead_id: idOrNull, email: text };
const happened = z.object({ ...MAIL, at: z.iso.datetime(), detail: anything });

const MAIL_EXAMPLE = {
  message_id: '0198c0de-5eed-7000-8000-000000000004',
  campaign_id: '0198c0de-5eed-7000-8000-000000000003',
  lead_id: '0198c0de-5eed-7000-8000-000000000001',
  email: 'ada@example.com',
};
const example = (detail: Record<string, unknown> = {}) => ({
  ...MAIL_EXAMPLE,
  at: '2026-12-01T09:30:00.000Z',
  detail,
});

/** What becomes of mail. What machines open and follow is told to nobody. */
export const EMAIL_EVENTS = {
  'email.sent': eventType(
    'The receiving server, or a provider, has taken responsibility for a mail.',
    z.object({ ...MAIL, transport: text.nullable() }),
    { ...MAIL_EXAMPLE, transport: 'platform' },
  ),
  'email.delivered': eventType('A provider says that a mail has arrived.', happened, example()),
  'email.opened': eventType('A reader has opened a mail; each time is told.', happened, example()),
  'email.clicked': eventType(
    'A reader has followed a link of a mail; each time is told, some seconds later, when it is known to be no scanner.',
    happened,
    example({ url: 'https://example.com/offer' }),
  ),
  'email.bounced': eventType(
    'A mail was refused for good.',
    happened,
    example({ response: '550 no such user' }),
  ),
  'email.complained': eventType('A reader has called a mail unwanted.', happened, example()),
  'email.unsubscribed': eventType('A reader wants no more mail.', happened, example()),
};
