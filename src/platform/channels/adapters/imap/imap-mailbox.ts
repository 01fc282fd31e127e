import { ImapFlow } from 'imapflow';
import {
  Mailbox,
  type MailboxPage,
  type MailboxPosition,
  MailboxUnreachable,
  type ReceivedMail,
} from '../../mailbox.js';

/** Reports name what they are about before they repeat it. */
const LONGEST = 512 * 1024;
const ANSWER_WITHIN_MS = 30_000;

/** A folder of an IMAP server. Mails are looked at and neither marked nor moved. */
export class ImapMailbox extends Mailbox {
  readonly name: string;
  private readonly url: URL;
  private readonly folder: string;

  /** `imaps://user:password@host:993/INBOX`; with `imap:` the line is encrypted where the server can. */
  constructor(url: string) {
    super();
    this.url = new URL(url);
    this.folder = decodeURIComponent(this.url.pathname.slice(1)) || 'INBOX';
    this.name = `${decodeURIComponent(this.url.username)}@${this.url.host}/${this.folder}`;
  }

  async after(position: MailboxPosition | undefined, atMost: number): Promise<MailboxPage> {
    const client = this.client();
    try {
      await client.connect();
      const opened = await client.mailboxOpen(this.folder, { readOnly: true });
      const uidValidity = String(opened.uidValidity);
      const from = position?.uidValidity === uidValidity ? position.uid : 0;
      return { uidValidity, mails: await mailsBehind(client, from, atMost) };
    } catch (error) {
      throw new MailboxUnreachable(described(error)).because(error);
    } finally {
      await client.logout().catch(() => client.close());
    }
  }

  private client(): ImapFlow {
    const { protocol, hostname, port, username, password } = this.url;
    const secure = protocol === 'imaps:';
    const client = new ImapFlow({
      host: hostname,
      port: port === '' ? (secure ? 993 : 143) : Number(port),
      secure,
      auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) },
      logger: false,
      disableAutoIdle: true,
      connectionTimeout: ANSWER_WITHIN_MS,
      greetingTimeout: ANSWER_WITHIN_MS,
      socketTimeout: ANSWER_WITHIN_MS,
    });
    // What breaks off between two commands is told by the next.
    client.on('error', () => undefined);
    return client;
  }
}

async function mailsBehind(client: ImapFlow, from: number, atMost: number): Promise<ReceivedMail[]> {
  // A range that begins behind the last mail means the last mail: it is left out again.
  const found = (await client.search({ uid: `${from + 1}:*` }, { uid: true })) || [];
  const wanted = found
    .filter((uid) => uid > from)
    .sort((one, other) => one - other)
    .slice(0, atMost);
  if (wanted.length === 0) return [];
  const mails: ReceivedMail[] = [];
  const parts = { uid: true, source: { start: 0, maxLength: LONGEST } };
  for await (const { uid, source } of client.fetch(wanted.join(','), parts, { uid: true }))
    mails.push({ uid, source: source ?? Buffer.alloc(0) });
  return mails.sort((one, other) => one.uid - other.uid);
}

function described(error: unknown): string {
  const { responseText, message } = error as { responseText?: string; message?: string };
  return (responseText ?? message ?? String(error)).replace(/[\p{Cc}]+/gu, ' ').slice(0, 300);
}
