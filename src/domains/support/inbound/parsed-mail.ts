import PostalMime, { type Address, type Email } from 'postal-mime';
import { isMailAddress, normaliseMailAddress } from '#kernel/address';
import { plainTextOf } from '#platform/html/plain-text';
import { safeHtml } from '#platform/html/safe-html';

const DEEPEST = 30;
const HEADER_BYTES = 256 * 1024;
const TEXT = 50_000;
const HTML = 200_000;
const REFERENCES = 50;
const RECIPIENTS = 50;
const FILES = 10;
const FILE_BYTES = 5 * 1024 * 1024;
const REF = /<([^\s<>@]{1,200}@[^\s<>@]{1,200})>/g;

/** A file that came with a mail. */
export interface MailFile {
  readonly name: string;
  readonly mediaType: string;
  readonly content: Buffer;
}

/** A mail that came in, as far as it is looked at; everything in it is somebody else's word. */
export interface InboundMail {
  readonly from: { readonly name: string; readonly address: string };
  /** Everybody it was for, in lower case. */
  readonly recipients: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly html: string | null;
  /** Its Message-ID without brackets. */
  readonly ref: string | null;
  /** The Message-IDs it answers, the last one first. */
  readonly answers: readonly string[];
  /** By name in lower case, each as often as it stands there. */
  readonly headers: ReadonlyMap<string, readonly string[]>;
  readonly files: readonly MailFile[];
  /** Files that were left out for their size or number. */
  readonly filesLeftOut: number;
}

/** Reads a mail; undefined when it names no sender that can be written to. */
export async function parseMail(bytes: Buffer): Promise<InboundMail | undefined> {
  const mail = await read(bytes);
  const [from] = mail ? mailboxes([mail.from]) : [];
  if (!mail || !from) return undefined;
  const headers = headersOf(mail);
  const { kept, leftOut } = filesOf(mail);
  const address = normaliseMailAddress(from.address);
  return {
    from: { name: line(from.name, 100) || (address.split('@')[0] ?? ''), address },
    recipients: recipientsOf(mail, headers),
    subject: line(mail.subject ?? '', 200) || '(no subject)',
    text: textOf(mail),
    html: htmlOf(mail),
    ref: refsIn(mail.messageId ?? '')[0] ?? null,
    answers: [
      ...new Set([...refsIn(mail.inReplyTo ?? ''), ...refsIn(mail.references ?? '').toReversed()]),
    ].slice(0, REFERENCES),
    headers,
    files: kept,
    filesLeftOut: leftOut,
  };
}

async function read(bytes: Buffer): Promise<Email | undefined> {
  try {
    return await PostalMime.parse(bytes, { maxNestingDepth: DEEPEST, maxHeadersSize: HEADER_BYTES });
  } catch {
    return undefined;
  }
}

/** Members of a group with it, those alone that a mail can be sent to. */
function mailboxes(given: readonly (Address | undefined)[]): { name: string; address: string }[] {
  return given.flatMap((one) => {
    if (!one) return [];
    const members = one.group ?? [{ name: one.name, address: one.address ?? '' }];
    return members
      .filter(({ address }) => isMailAddress(address))
      .map(({ name, address }) => ({ name: name ?? '', address }));
  });
}

/** What the sender wrote, and where the server that took it in says it was delivered. */
function recipientsOf(mail: Email, headers: InboundMail['headers']): string[] {
  const delivered = ['delivered-to', 'x-original-to', 'envelope-to', 'x-envelope-to'].flatMap(
    (name) => headers.get(name) ?? [],
  );
  const written = mailboxes([...(mail.to ?? []), ...(mail.cc ?? [])]).map(({ address }) => address);
  const all = [...delivered.map((address) => address.replace(/^<|>$/g, '')), ...written];
  return [...new Set(all.map(normaliseMailAddress))].filter(isMailAddress).slice(0, RECIPIENTS);
}

function headersOf(mail: Email): Map<string, string[]> {
  const headers = new Map<string, string[]>();
  for (const { key, value } of mail.headers) headers.set(key, [...(headers.get(key) ?? []), value.trim()]);
  return headers;
}

function textOf({ text, html }: Email): string {
  const said = text?.trim() || (html ? plainTextOf(html.slice(0, HTML)) : '');
  return storable(said).slice(0, TEXT).toWellFormed().trim() || '(no text)';
}

/** Pictures stay out: a mail must not learn when somebody of the desk has read it. */
function htmlOf({ html }: Email): string | null {
  if (!html) return null;
  return safeHtml(storable(html.slice(0, HTML))).replace(/<img\b[^>]*>/g, '') || null;
}

function filesOf({ attachments }: Email): { kept: MailFile[]; leftOut: number } {
  const kept = attachments.slice(0, FILES).flatMap(({ filename, mimeType, content }): MailFile[] => {
    const bytes = typeof content === 'string' ? Buffer.from(content) : Buffer.from(content as ArrayBuffer);
    if (bytes.length > FILE_BYTES) return [];
    const mediaType = /^[\w.+-]{1,60}\/[\w.+-]{1,60}$/.test(mimeType) ? mimeType : 'application/octet-stream';
    return [{ name: line(filename ?? '', 200).replace(/[\\/]/g, '_') || 'file', mediaType, content: bytes }];
  });
  return { kept, leftOut: attachments.length - kept.length };
}

function refsIn(text: string): string[] {
  return [...text.matchAll(REF)].map(([, ref = '']) => ref);
}

/** On one line, without control characters: encoded words may hold line breaks. */
function line(text: string, longest: number): string {
  return text
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, longest)
    .toWellFormed();
}

function storable(text: string): string {
  return text.replaceAll('\0', '').replace(/\r\n?/g, '\n').toWellFormed();
}
