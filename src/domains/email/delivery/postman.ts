import { Injectable, Logger } from '@nestjs/common';
import { Handover } from './handover.js';
import { Ledger } from './ledger.js';
import { type Draft, MailWriter } from './mail-writer.js';
import { unwritten } from './outcome.js';
import type { OutgoingMessage } from './outgoing.js';
import { Pace } from './pace.js';

/** Sees one message out of the house, and that what became of it is recorded. */
@Injectable()
export class Postman {
  private readonly logger = new Logger('Mail');

  constructor(
    private readonly writer: MailWriter,
    private readonly handover: Handover,
    private readonly ledger: Ledger,
    private readonly pace: Pace,
  ) {}

  /** Returns a message that was claimed and not begun. */
  async giveBack(message: OutgoingMessage): Promise<void> {
    try {
      await this.ledger.release(message);
    } catch (error) {
      this.logger.warn(`A claimed mail waits for its lease to run out: ${String(error)}`);
    }
  }

  /** Waits until it is written down what became of the messages that were delivered. */
  written(): Promise<void> {
    return this.ledger.written();
  }

  /** Never throws for one message's sake; what cannot be recorded is left to the lease. */
  async deliver(message: OutgoingMessage, signal: AbortSignal): Promise<void> {
    try {
      await this.pace.turn(signal);
      const draft = await this.drafted(message);
      if (draft) await this.handover.take(message, draft, signal);
    } catch (error) {
      this.logger.error({ err: error, message: message.id }, 'What became of a mail could not be recorded');
    }
  }

  private async drafted(message: OutgoingMessage): Promise<Draft | undefined> {
    try {
      return await this.writer.draft(message);
    } catch (error) {
      this.ledger.settle(unwritten(message, error));
      return undefined;
    }
  }
}
