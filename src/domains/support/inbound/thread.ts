import { isUuid } from '#kernel/ids';

/** What of a mail says to which ticket it belongs. */
export interface ThreadMarks {
  /** The ticket that a recipient's address names by our signature. */
  readonly signedTicket: string | undefined;
  /** Message-IDs that it answers. */
  readonly answers: readonly string[];
}

/** Ids of our own mails among the Message-IDs that a mail answers; what their domain is does not matter, since gateways change it. */
export function ownMailsAmong(answers: readonly string[]): string[] {
  return [...new Set(answers.map((ref) => ref.split('@')[0] ?? '').filter(isUuid))].map((id) =>
    id.toLowerCase(),
  );
}

/** How a mail that belongs to a thread may enter it. */
export type Entry = 'reply' | 'noted' | 'stranger' | 'too-late';

const LONG_CLOSED_MS = 30 * 86_400_000;

/**
 * Only the customer answers on a ticket; whoever else knows its address begins one of their own. What a machine wrote is noted
 * for the desk, whoever it is from: a bounce comes from somewhere else.
 */
export function entryOf(
  ticket: { email: string; resolvedAt: number | null },
  mail: { from: string; isMachine: boolean },
  now: number,
): Entry {
  if (mail.isMachine) return 'noted';
  if (ticket.email.trim().toLowerCase() !== mail.from) return 'stranger';
  return ticket.resolvedAt !== null && now - ticket.resolvedAt > LONG_CLOSED_MS ? 'too-late' : 'reply';
}
