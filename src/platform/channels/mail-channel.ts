import { AppError } from '#kernel/errors';
import type { MailAttachment } from './mail-attachment.js';

export interface Mailbox {
  readonly name?: string | undefined;
  readonly address: string;
}

/** What signs mail of a domain (RFC 6376). */
export interface DkimKey {
  readonly domain: string;
  readonly selector: string;
  /** As PEM. */
  readonly privateKey: string;
}

/** One mail to one recipient, in our words. `id` names it for ever and becomes its Message-ID. */
export interface MailMessage {
  readonly id: string;
  readonly from: Mailbox;
  readonly to: string;
  readonly replyTo?: string | undefined;
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly attachments?: readonly MailAttachment[] | undefined;
  /** Signs the mail for a domain, where its way out leaves the bytes as they are. */
  readonly dkim?: DkimKey | undefined;
}

/** The receiving server has taken responsibility for the mail. */
export interface MailAccepted {
  readonly response: string;
  readonly messageId: string;
  /** How the provider's later events name the mail, where they do not name it as we do. */
  readonly providerId?: string | undefined;
}

/** The receiving server answered no: the mail was not accepted. */
export class MailRefused extends AppError {
  constructor(
    /** Whether trying again is pointless (5xx). */
    readonly permanent: boolean,
    readonly smtpCode: number,
    readonly response: string,
    /** What was refused: the sender, the recipient, or the message itself. */
    readonly stage: 'sender' | 'recipient' | 'message',
  ) {
    super('channels/mail-refused', 'unavailable', `The mail server refused the mail: ${response}`);
  }
}

/**
 * Nothing was sent: the attempt failed before the first byte of the message left, or the answer was about us and not about
 * the mail (a login that is refused, a limit). `retryAfter` says how long the server wants to be left alone.
 */
export class MailUnreachable extends AppError {
  constructor(readonly response: string) {
    super('channels/mail-unreachable', 'unavailable', `The mail server could not be used: ${response}`);
  }
}

/** No answer that says yes or no after the message had begun to leave: nobody can know whether it was accepted. */
export class MailUnknown extends AppError {
  constructor(readonly response: string) {
    super('channels/mail-unknown', 'unavailable', `Whether the mail was accepted is unknown: ${response}`);
  }
}

/** Why a mail was not accepted, or may not have been. */
export type MailFailure = MailRefused | MailUnreachable | MailUnknown;

/** The way a mail leaves the house. */
export abstract class MailChannel {
  abstract readonly kind: string;
  /** A mail that is handed over twice under one id arrives once: after `MailUnknown` the same one may be tried again. */
  readonly isIdempotent: boolean = false;

  /**
   * Hands over one mail. `onData` is awaited when the server is ready for the message and before its first byte
   * leaves; if it fails, nothing is sent and its error is passed on unchanged. Otherwise answers `MailAccepted` or
   * throws `MailRefused`, `MailUnreachable` or `MailUnknown`. Never tries twice. `signal` gives up on it.
   */
  abstract deliver(
    message: MailMessage,
    onData: () => Promise<void>,
    signal?: AbortSignal,
  ): Promise<MailAccepted>;

  /** Succeeds when mail can be handed over at the moment; throws `MailUnreachable` otherwise. */
  abstract verify(): Promise<void>;
}

const ADDRESS_IN_BRACKETS = /^\s*(?:"((?:[^"\\]|\\.)*)"|([^<"]*?))\s*<([^<>\s]+)>\s*$/;

/** Reads `Name <address>` or a bare address. */
export function parseMailbox(text: string): Mailbox {
  const parts = ADDRESS_IN_BRACKETS.exec(text);
  if (!parts) return { address: text.trim() };
  const name = (parts[1]?.replace(/\\(.)/g, '$1') ?? parts[2] ?? '').trim();
  return { name: name === '' ? undefined : name, address: parts[3] ?? '' };
}

/** The Message-ID of a mail, in angle brackets: its id at the sender's domain. */
export function messageIdOf(message: MailMessage): string {
  return `<${message.id}@${message.from.address.split('@').pop() ?? 'localhost'}>`;
}
