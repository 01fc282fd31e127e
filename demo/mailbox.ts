import { mustHold } from './problem.ts';

/** A mail as its reader has it. */
export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  /** By lower-case name. */
  readonly headers: ReadonlyMap<string, string>;
}

/** Where the mails of the demo arrive. */
export interface Mailbox {
  readonly name: string;
  /** The mail one recipient has, found by the message's id or the address; undefined when there is none. */
  mailOf(recipient: { id: string; email: string }): Promise<Mail | undefined>;
}

type LinkKind = 'open' | 'click' | 'unsubscribe';
const PATHS: Readonly<Record<LinkKind, RegExp>> = {
  open: /<img[^>]+src="[^"]*?(\/e\/o\/[\w.-]+)"/,
  click: /<a[^>]+href="[^"]*?(\/e\/c\/[\w.-]+)"/,
  unsubscribe: /<a[^>]+href="[^"]*?(\/e\/u\/[\w.-]+)"/,
};

/** The path of one of our links in a mail. Its host is left out: the demo follows it at the server it talks to. */
export function linkIn(mail: Mail, kind: LinkKind): string {
  const path = PATHS[kind].exec(mail.html)?.[1];
  mustHold(path !== undefined, `The mail to ${mail.to} has no ${kind} link.`);
  return path;
}

/** Where a mail program's own unsubscribe button posts to (RFC 8058). */
export function oneClickPath(mail: Mail): string {
  mustHold(
    mail.headers.get('list-unsubscribe-post') === 'List-Unsubscribe=One-Click',
    `The mail to ${mail.to} offers no one-click unsubscribe (RFC 8058).`,
  );
  const url = /<(https?:[^>]+)>/.exec(mail.headers.get('list-unsubscribe') ?? '')?.[1];
  mustHold(url !== undefined, `The List-Unsubscribe header of the mail to ${mail.to} holds no web address.`);
  return new URL(url).pathname;
}
