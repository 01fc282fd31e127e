import { setTimeout as sleep } from 'node:timers/promises';
import type { MailingRecipient } from './client.ts';
import { LINK_TARGET } from './campaign.ts';
import { linkIn, type Mail, type Mailbox, oneClickPath } from './mailbox.ts';
import { mustHold } from './problem.ts';
import type { Screen } from './screen.ts';

const OPENING = 8;
const CLICKING = 3;
/** Whoever follows a link sooner than this behind the handover counts as a scanner of mail. */
const COMING_MS = 4_000;
const BROWSER = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0' };

/** What the readers have done; a click is also an open. */
export interface Reading {
  readonly opened: number;
  readonly clicked: number;
  readonly unsubscribed: MailingRecipient;
}

/** A few readers look at their mail, fewer follow its link, and one wants no more. */
export async function read(
  mailbox: Mailbox,
  { url, readers }: { url: string; readers: readonly MailingRecipient[] },
  screen: Screen,
): Promise<Reading> {
  const opening = readers.slice(0, OPENING);
  const handedOver = Math.max(...opening.map(({ settled_at }) => Date.parse(settled_at ?? '')));
  await sleep(Math.max(0, handedOver + COMING_MS - Date.now()));
  const mails = await Promise.all(opening.map((reader) => mailOf(mailbox, reader)));
  for (const mail of mails) await open(url, mail);
  for (const mail of mails.slice(0, CLICKING)) await click(url, mail);
  screen.done(`${OPENING} of them opened the mail, ${CLICKING} followed its link`);
  const unsubscribed = opening.at(-1);
  const last = mails.at(-1);
  mustHold(unsubscribed !== undefined && last !== undefined, 'Nobody has had a mail.');
  await unsubscribe(url, last);
  screen.done(`${unsubscribed.email} unsubscribed with one click, as mail programs do it (RFC 8058)`);
  return { opened: OPENING, clicked: CLICKING, unsubscribed };
}

async function mailOf(mailbox: Mailbox, reader: MailingRecipient): Promise<Mail> {
  const mail = await mailbox.mailOf(reader);
  mustHold(
    mail !== undefined,
    `The mail to ${reader.email} counts as sent, but the ${mailbox.name} has none.`,
  );
  return mail;
}

async function open(url: string, mail: Mail): Promise<void> {
  const answer = await fetch(url + linkIn(mail, 'open'), { headers: BROWSER });
  const type = answer.headers.get('content-type');
  mustHold(
    answer.ok && type === 'image/gif',
    `The picture in the mail to ${mail.to} is missing (${answer.status}).`,
  );
}

/** Follows the link as far as our own redirect, which says where it leads. */
async function click(url: string, mail: Mail): Promise<void> {
  const answer = await fetch(url + linkIn(mail, 'click'), { headers: BROWSER, redirect: 'manual' });
  const target = answer.headers.get('location');
  mustHold(
    answer.status === 302 && target === LINK_TARGET,
    `The link in the mail to ${mail.to} leads to ${target} (${answer.status}) instead of ${LINK_TARGET}.`,
  );
}

async function unsubscribe(url: string, mail: Mail): Promise<void> {
  const path = oneClickPath(mail);
  mustHold(
    linkIn(mail, 'unsubscribe') === path,
    'The header and the text of the mail unsubscribe differently.',
  );
  const answer = await fetch(url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: 'List-Unsubscribe=One-Click',
  });
  mustHold(answer.ok, `One-click unsubscribe was answered ${answer.status}.`);
}
