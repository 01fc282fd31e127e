import type { Lead } from '../lead.answers.dto.js';
import { ROLES } from '../hygiene/mail-domains.js';

const SHORTEST_MAILBOX = 5;
const REASONS = ['same_phone', 'same_name_and_company', 'same_mailbox', 'same_name'] as const;
type Reason = (typeof REASONS)[number];

/** Why two leads may be one person, the strongest reason first; none when nothing says so. */
export function likeness(one: Lead, other: Lead): Reason[] {
  const isSameName = same(one.name, other.name) && (one.name ?? '').includes(' ');
  const found: Record<Reason, boolean> = {
    same_phone: same(one.phone_norm, other.phone_norm),
    same_name_and_company: isSameName && same(one.company, other.company),
    same_mailbox: mailboxOf(one) !== null && mailboxOf(one) === mailboxOf(other),
    same_name: isSameName && !same(one.company, other.company),
  };
  return REASONS.filter((reason) => found[reason]);
}

/** What a search may find them by. */
export function patternsFor(lead: Lead): string[] {
  const name = lead.name?.includes(' ') ? `%${escaped(lead.name)}%` : null;
  const mailbox = mailboxOf(lead);
  return [name, mailbox === null ? null : `%${escaped(mailbox)}%@%`].filter((pattern) => pattern !== null);
}

/** The part before the `@` without what was added behind a `+`, where it is a person's. */
function mailboxOf({ email }: Lead): string | null {
  const mailbox = email?.toLowerCase().replace(/(?:\+.*)?@.*$/, '') ?? '';
  return mailbox.length < SHORTEST_MAILBOX || ROLES.has(mailbox) ? null : mailbox;
}

function same(one: string | null, other: string | null): boolean {
  return Boolean(one) && one?.toLowerCase() === other?.toLowerCase();
}

function escaped(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}
