import PostalMime, { type Email } from 'postal-mime';

/** What a mail server, or a mailbox provider, tells of a mail: that it failed or arrived (RFC 3464), or that its reader complains (RFC 5965). */
export interface MailReport {
  readonly what: 'failed' | 'delayed' | 'delivered' | 'complaint';
  /** The Message-ID of the mail, without brackets, or its id. */
  readonly messageId: string;
  readonly recipient: string | null;
  /** As RFC 3463 counts them: `5.1.1`. */
  readonly status: string | null;
  readonly reason: string | null;
  /** As it was written. */
  readonly at: string | null;
}

type Fields = ReadonlyMap<string, string>;

const ACTIONS: Readonly<Record<string, MailReport['what']>> = {
  failed: 'failed',
  delayed: 'delayed',
  delivered: 'delivered',
};
const COMPLAINTS = ['abuse', 'fraud'];
const RECIPIENTS_AT_MOST = 100;
const LONGEST_REASON = 500;
const NOTED_RECIPIENTS = ['delivered-to', 'x-original-to', 'envelope-to', 'x-envelope-to'];
const STATUS = /(?<![\d.])[45]\.\d{1,3}\.\d{1,3}(?![\d.]*\d)/;
const PARTS = { forceRfc822Attachments: true, maxNestingDepth: 20 };

/** Finds the mail that an address names to which mail comes back. */
export type NamedMail = (addresses: readonly string[]) => string | undefined;

/**
 * What a mail reports; nothing where it is no report, names no mail, or cannot be read. What it came back to names the mail before
 * anything that it repeats. Never throws.
 */
export async function reportsIn(source: Buffer, namedBy: NamedMail = () => undefined): Promise<MailReport[]> {
  let mail: Email;
  try {
    mail = await PostalMime.parse(source, PARTS);
  } catch {
    return [];
  }
  const parts = new Map(
    mail.attachments.map(({ mimeType, content }) => [mimeType.toLowerCase(), textOf(content)]),
  );
  const original = parts.get('message/rfc822') ?? parts.get('text/rfc822-headers') ?? '';
  const named = namedBy(recipientsOf(mail));
  const messageId = named ?? idIn(blocksOf(original)[0]);
  if (messageId === null) return [];
  const feedback = parts.get('message/feedback-report');
  if (feedback !== undefined) return complaint(messageId, blocksOf(feedback)[0]);
  const status = parts.get('message/delivery-status');
  if (status !== undefined) return failures(messageId, blocksOf(status));
  return named === undefined ? [] : inWords(named, mail);
}

/** Whom it was for, also where a server has noted what it was told beside the mail. */
function recipientsOf({ to = [], headers }: Email): string[] {
  const noted = headers.filter(({ key }) => NOTED_RECIPIENTS.includes(key)).map(({ value }) => value);
  return [...to.map(({ address }) => address ?? ''), ...noted.map((value) => addressIn(value) ?? '')];
}

/** A server that tells of a failure in words alone. Answers of people and of their machines come back the same way and are none. */
function inWords(messageId: string, { from, headers, text = '', date }: Email): MailReport[] {
  const isServer = /^(?:mailer-daemon|postmaster)@/i.test(from?.address ?? '');
  const auto = headers.find(({ key }) => key === 'auto-submitted')?.value ?? '';
  if (!isServer || /^auto-replied/i.test(auto.trim())) return [];
  const line = text.split('\n').find((one) => STATUS.test(one));
  const status = STATUS.exec(line ?? '')?.[0] ?? null;
  if (status?.startsWith('4')) return [];
  const reason = line?.trim().slice(0, LONGEST_REASON) ?? null;
  return [{ what: 'failed', messageId, recipient: null, status, reason, at: date ?? null }];
}

function complaint(messageId: string, said: Fields | undefined): MailReport[] {
  if (!COMPLAINTS.includes(said?.get('feedback-type')?.toLowerCase() ?? '')) return [];
  const recipient = addressIn(said?.get('original-rcpt-to') ?? said?.get('removal-recipient'));
  const at = said?.get('arrival-date') ?? said?.get('received-date') ?? null;
  return [{ what: 'complaint', messageId, recipient, status: null, reason: null, at }];
}

/** One block of fields for the mail, then one for each recipient. */
function failures(messageId: string, [mail, ...recipients]: readonly Fields[]): MailReport[] {
  return recipients.slice(0, RECIPIENTS_AT_MOST).flatMap((said) => {
    const what = ACTIONS[(said.get('action') ?? '').split(/\s/)[0]?.toLowerCase() ?? ''];
    if (!what) return [];
    return {
      what,
      messageId,
      recipient: addressIn(said.get('final-recipient') ?? said.get('original-recipient')),
      status: /\b[245]\.\d{1,3}\.\d{1,3}\b/.exec(said.get('status') ?? '')?.[0] ?? null,
      reason: said.get('diagnostic-code')?.slice(0, LONGEST_REASON) ?? null,
      at: said.get('last-attempt-date') ?? mail?.get('arrival-date') ?? null,
    };
  });
}

/** Fields of a header, block by block: names in lower case, lines put together; the first of a name counts. */
function blocksOf(text: string): Fields[] {
  return text
    .replace(/\r\n?/g, '\n')
    .trim()
    .split(/\n[ \t]*\n/)
    .slice(0, RECIPIENTS_AT_MOST + 1)
    .map((block) => {
      const lines = block.replace(/\n[ \t]+/g, ' ').split('\n');
      const fields = lines.flatMap((line) => {
        const at = line.indexOf(':');
        return at < 1 ? [] : [[line.slice(0, at).trim().toLowerCase(), line.slice(at + 1).trim()] as const];
      });
      return new Map(fields.toReversed());
    });
}

function idIn(original: Fields | undefined): string | null {
  return /<([^<>\s]{1,300})>/.exec(original?.get('message-id') ?? '')?.[1] ?? null;
}

/** `rfc822;ada@example.com`, or an address in brackets. */
function addressIn(text: string | undefined): string | null {
  const address = /^(?:[^;]*;)?\s*<?([^<>\s;]{1,320}@[^<>\s;]{1,255})>?/.exec(text ?? '')?.[1];
  return address ?? null;
}

function textOf(content: string | ArrayBuffer | Uint8Array): string {
  return typeof content === 'string' ? content : Buffer.from(content as ArrayBuffer).toString('utf8');
}
