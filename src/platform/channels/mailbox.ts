import { AppError } from '#kernel/errors';

/** How far a mailbox was read: numbers of mails grow, and hold as long as the word beside them is the same (RFC 9051, 2.3.1.1). */
export interface MailboxPosition {
  readonly uidValidity: string;
  readonly uid: number;
}

/** A mail as it lies there; one that is very long is cut. */
export interface ReceivedMail {
  readonly uid: number;
  readonly source: Buffer;
}

export interface MailboxPage {
  readonly uidValidity: string;
  /** The oldest first. */
  readonly mails: readonly ReceivedMail[];
}

export class MailboxUnreachable extends AppError {
  constructor(why: string) {
    super('channels/mailbox-unreachable', 'unavailable', `The mailbox cannot be read: ${why}`);
  }
}

/** A mailbox that is read and left as it is. */
export abstract class Mailbox {
  /** As logs name it: without its password. */
  abstract readonly name: string;

  /** Up to so many mails behind a position; from the beginning where it holds no more. Throws `channels/mailbox-unreachable`. */
  abstract after(position: MailboxPosition | undefined, atMost: number): Promise<MailboxPage>;
}

/** The mailbox that bounces and complaints come back to; null where none is set. */
export const BOUNCE_MAILBOX = Symbol('BOUNCE_MAILBOX');
