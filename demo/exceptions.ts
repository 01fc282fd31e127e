import { answered } from './client.ts';
import type { MailableLead } from './mail-check.ts';
import { mustHold } from './problem.ts';
import type { Screen } from './screen.ts';
import { SmtpMailbox } from './smtp-mailbox.ts';
import type { Stage } from './stage.ts';

/** How many leads will have something other than a delivery. */
export interface Exceptions {
  /** On the do-not-mail list before the launch. */
  readonly suppressed: number;
  /** The mail server knows no such mailbox. */
  readonly refused: number;
  /** The mail server takes the mail, but the line drops before it says so. */
  readonly dropped: number;
}

/** Puts somebody on the do-not-mail list and, where the mail server is ours, makes it difficult for a few. */
export async function arrangeExceptions(
  { api, mailbox }: Stage,
  leads: readonly MailableLead[],
  screen: Screen,
): Promise<Exceptions> {
  // The oldest, so that who came by the form gets the mail.
  const [suppressed, ...others] = leads.toReversed();
  mustHold(suppressed !== undefined, 'No lead may be written to.');
  const { email } = suppressed;
  const body = { email, reason: 'manual', source: 'asked by phone' } as const;
  answered('Adding an address to the do-not-mail list', await api.POST('/api/email/suppressions', { body }));
  screen.done(`${email} asked by phone not to be written to: on the do-not-mail list`);
  if (!(mailbox instanceof SmtpMailbox)) return { suppressed: 1, refused: 0, dropped: 0 };
  const refused = others.slice(0, 2);
  const dropped = others.slice(2, 3);
  for (const lead of refused) mailbox.misbehaveTo(lead.email, 'refuse');
  for (const lead of dropped) mailbox.misbehaveTo(lead.email, 'hang up');
  screen.done('The mail server is told to refuse two addresses and to drop the line once, as real ones do');
  return { suppressed: 1, refused: refused.length, dropped: dropped.length };
}
