import { AppError } from '#kernel/errors';

export interface Mailbox {
  readonly name?: string | undefined;
  readonly address: string;
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
}

/** The receiving server has taken responsibility for the mail. */
export interface MailAccepted {
  readonly response: string;
  readonly messageId: string;
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

/** The attempt failed before the first byte of the message left: nothing was sent. */
export class MailUnreachable extends AppError {
  constructor(readonly response: string) {
    super('channels/mail-unreachable', 'unavailable', `The mail server could not be used: ${response}`);
  }
}

/** The line dropped after the message had begun to leave: nobody can know whether it was accepted. */
export class MailUnknown extends AppError {
  constructor(readonly response: string) {
    super('channels/mail-unknown', 'unavailable', `Whether the mail was accepted is unknown: ${response}`);
  }
}

/** The way a mail leaves the house. */
export abstract class MailChannel {
  abstract readonly kind: 'smtp' | 'outbox';

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
