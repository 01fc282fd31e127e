import { escaped } from '#kernel/escaped';
import { plainPage } from '#platform/html/plain-page';
import type { TicketMessage } from '../messages/message.dto.js';
import type { GuestView } from './guest.service.js';

export const LINK_UNKNOWN_PAGE = plainPage(
  'This link leads nowhere',
  '<p>It is incomplete, or too old. A newer mail has another one.</p>',
);

export const ANSWER_UNFIT_PAGE = plainPage(
  'Your answer was not taken',
  '<p>Please write 1 to 10,000 characters. If you have written a lot within the last hour, come back later.</p>',
);

/**
 * The conversation as text, whatever it looks like, and a field to go on with it. Anybody can have written it in the name of
 * whoever reads it, so the page says nothing in our voice that they chose: not even what they call themselves.
 */
export function guestPage({ ticket, messages }: GuestView): string {
  const said = messages.toReversed().map(paragraphOf).join('\n');
  return plainPage(
    'Your message to us',
    `<div style="text-align:left"><p>This was written to us with your address. If it was not you, there is nothing to do.</p>
<p>Subject: ${escaped(ticket.subject)}</p>${said}
<form method="post"><label for="body">Your answer</label>
<textarea id="body" name="body" required maxlength="10000" rows="6" style="width:100%;font:inherit;box-sizing:border-box"></textarea>
<p><button>Send</button></p></form></div>`,
  );
}

function paragraphOf({ author, body, created_at }: TicketMessage): string {
  const who = author === 'customer' ? 'You wrote' : 'We wrote';
  const when = `${created_at.slice(0, 16).replace('T', ' ')} UTC`;
  return `<section><p><strong>${who}</strong>, ${when}</p><p style="white-space:pre-wrap;overflow-wrap:anywhere">${escaped(body)}</p></section>`;
}
