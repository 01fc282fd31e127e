import { foldLines } from 'nodemailer/lib/mime-funcs';
import MimeNode from 'nodemailer/lib/mime-node';
import { type Mailbox, type MailMessage, messageIdOf } from '../../mail-channel.js';

const LONGEST_LINE = 76;
const KEPT_AT_MOST = 500;
/** What a header says as it stands: printable ASCII that is no encoded word and needs no quotes. */
const PLAIN = /^(?!.*=\?)[\x21\x23-\x7E](?:[\x20\x21\x23-\x7E]*[\x21\x23-\x7E])?$/;
/** Headers of ours whose value is plain text. */
const UNSTRUCTURED = /^(?:List|X)(?:-[A-Za-z]+)+$/;
/** An address that is written as it is, in the head as on the envelope. */
const PLAIN_ADDRESS = /^[\w+-]+(?:\.[\w+-]+)*@(?!.*--)(?:[a-z\d](?:[a-z\d-]*[a-z\d])?\.)+[a-z]{2,}$/;

/** The headers of a mail up to its content type, and what the server is told of it before. */
export interface MailHead {
  readonly lines: readonly string[];
  /** Addresses with their domains as servers know them. */
  readonly envelope: { readonly from: string; readonly to: string[] };
}

interface WrittenMailbox {
  readonly text: string;
  readonly address: string;
}

/** Senders, who are the same for many mails. */
const kept = new Map<string, WrittenMailbox>();

/**
 * The head of one mail (RFC 5322), encoded, folded, and free of line breaks in its values. What is plain is written as it is, which
 * is what the library does with it after a long look; the rest is the library's work.
 */
export function mailHead(message: MailMessage, date = new Date()): MailHead {
  const { from, to, replyTo, subject, headers } = message;
  const sender = mailboxOf(from);
  const recipient = PLAIN_ADDRESS.test(to) ? { text: to, address: to } : written({ address: to });
  const lines = [
    ...Object.entries(headers).map(([name, value]) => header(name, oneLine(value), UNSTRUCTURED.test(name))),
    folded('From', sender.text),
    folded('To', recipient.text),
    ...(replyTo === undefined ? [] : [folded('Reply-To', mailboxOf({ address: replyTo }).text)]),
    header('Subject', oneLine(subject), true),
    header('Message-ID', messageIdOf(message), false),
    `Date: ${date.toUTCString().replace('GMT', '+0000')}`,
    'MIME-Version: 1.0',
  ];
  return {
    lines: lines.filter((line) => line !== ''),
    envelope: { from: sender.address, to: recipient.address === '' ? [] : [recipient.address] },
  };
}

/** One line of text, whatever it was. */
export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();
}

/** Nothing for a header that says nothing. */
function header(name: string, value: string, isText: boolean): string {
  if (isText && PLAIN.test(value)) return folded(name, value);
  const node = new MimeNode(false);
  const encoded = node.encodeHeaderValue(name, value);
  return encoded.trim() === '' ? '' : folded(name, encoded);
}

function folded(name: string, text: string): string {
  if (text === '') return '';
  const line = `${name}: ${text}`;
  return line.length < LONGEST_LINE ? line : foldLines(line, LONGEST_LINE);
}

function mailboxOf(mailbox: Mailbox): WrittenMailbox {
  const name = `${mailbox.name ?? ''}\0${mailbox.address}`;
  const known = kept.get(name);
  if (known) return known;
  const made = written(mailbox);
  const [oldest] = kept.keys();
  if (kept.size >= KEPT_AT_MOST && oldest !== undefined) kept.delete(oldest);
  kept.set(name, made);
  return made;
}

function written({ name, address }: Mailbox): WrittenMailbox {
  const node = new MimeNode(false);
  const mailbox = { name: oneLine(name ?? ''), address };
  node.setHeader('To', { ...mailbox });
  return { text: node.encodeHeaderValue('To', { ...mailbox }), address: node.getEnvelope().to[0] ?? '' };
}
