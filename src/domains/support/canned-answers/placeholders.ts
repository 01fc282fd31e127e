import { PlaceholderUnknown } from '../support.errors.js';
import type { SupportTicket } from '../tickets/ticket.answers.dto.js';

type Filled = Pick<SupportTicket, 'id' | 'name' | 'email' | 'subject' | 'status' | 'priority'>;

/** What a canned answer may say of the ticket, as `{{ first_name }}`. */
const VALUES: Readonly<Record<string, (ticket: Filled) => string>> = {
  name: ({ name }) => name,
  first_name: ({ name }) => name.split(/\s+/)[0] ?? name,
  email: ({ email }) => email,
  subject: ({ subject }) => subject,
  ticket_id: ({ id }) => id,
  status: ({ status }) => status.replace('_', ' '),
  priority: ({ priority }) => priority,
};
/** What of it nobody but the desk has chosen. */
const OWN = ['ticket_id', 'status', 'priority'];
const PLACEHOLDER = /\{\{([^{}]*)\}\}/g;

/** Throws `support/placeholder-unknown` for a placeholder that nothing stands for. */
export function checkPlaceholders(body: string): void {
  for (const name of namesIn(body))
    if (!Object.hasOwn(VALUES, name)) throw new PlaceholderUnknown(name, Object.keys(VALUES).join(', '));
}

/** A placeholder that would quote what somebody has written; undefined where there is none. */
export function quotedIn(body: string): string | undefined {
  return namesIn(body).find((name) => !OWN.includes(name));
}

function namesIn(body: string): string[] {
  return [...body.matchAll(PLACEHOLDER)].map(([, name = '']) => name.trim());
}

/** The answer for one ticket, filled in once: what a customer is called is never itself filled in. */
export function filledIn(body: string, ticket: Filled): string {
  return body.replace(PLACEHOLDER, (whole, said: string) => {
    const name = said.trim();
    return Object.hasOwn(VALUES, name) ? (VALUES[name]?.(ticket) ?? whole) : whole;
  });
}
