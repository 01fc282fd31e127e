import { fieldsOf } from './event-fields.js';
import type { EventProvider, MailEvent } from './mail-event.js';
import { brevoEvent } from './providers/brevo.events.js';
import { genericEvent } from './providers/generic.events.js';
import { mailgunEvent } from './providers/mailgun.events.js';
import { postmarkEvent } from './providers/postmark.events.js';
import { resendEvent } from './providers/resend.events.js';
import { sendgridEvent } from './providers/sendgrid.events.js';
import { sesEvents } from './providers/ses.events.js';

type Reader = (body: unknown) => (MailEvent | undefined)[];

const READERS: Readonly<Record<EventProvider, Reader>> = {
  sendgrid: (body) => listed(body).map(sendgridEvent),
  postmark: (body) => [postmarkEvent(body)],
  mailgun: (body) => [mailgunEvent(body)],
  resend: (body) => [resendEvent(body)],
  brevo: (body) => listed(body).map(brevoEvent),
  ses: sesEvents,
  generic: (body) => listed(fieldsOf(body)['events'] ?? body).map(genericEvent),
};

/** What a provider has sent, as events in our words. Kinds we have no word for are left out. */
export function eventsIn(provider: EventProvider, body: unknown): MailEvent[] {
  return READERS[provider](body).filter((event) => event !== undefined);
}

function listed(body: unknown): unknown[] {
  return Array.isArray(body) ? body : [body];
}
