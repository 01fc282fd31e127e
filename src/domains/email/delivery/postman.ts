import { Injectable, Logger } from '@nestjs/common';
import { MailChannel, type MailMessage, MailUnreachable } from '#platform/channels/mail-channel';
import { Ledger } from './ledger.js';
import { MailRest } from './mail-rest.js';
import { MailWriter } from './mail-writer.js';
import { outcomeOf, unwritten } from './outcome.js';
import type { OutgoingMessage } from './outgoing.js';
import { Pace } from './pace.js';

/** The message was not armed: it is no longer ours, no longer wanted, or its mailing is not active. */
class NotArmed extends Error {}

/** Hands over one message and records what became of it. */
@Injectable()
export class Postman {
  private readonly logger = new Logger('Mail');

  constructor(
    private readonly channel: MailChannel,
    private readonly writer: MailWriter,
    private readonly ledger: Ledger,
    private readonly rest: MailRest,
    private readonly pace: Pace,
  ) {}

  /** Whether the mail server is being left alone for a while. */
  get isResting(): boolean {
    return this.rest.isResting;
  }

  /** Returns a message that was claimed and not begun. */
  async giveBack(message: OutgoingMessage): Promise<void> {
    try {
      await this.ledger.release(message);
    } catch (error) {
      this.logger.warn(`A claimed mail waits for its lease to run out: ${String(error)}`);
    }
  }

  /** Never throws for one message's sake; what cannot be recorded is left to the lease. */
  async deliver(message: OutgoingMessage, signal: AbortSignal): Promise<void> {
    try {
      await this.pace.turn(signal);
      const mail = await this.written(message);
      if (mail) await this.handOver(message, mail, signal);
    } catch (error) {
      this.logger.error({ err: error, message: message.id }, 'What became of a mail could not be recorded');
    }
  }

  private async written(message: OutgoingMessage): Promise<MailMessage | undefined> {
    try {
      return await this.writer.write(message);
    } catch (error) {
      await this.ledger.settle(unwritten(message, error));
      return undefined;
    }
  }

  private async handOver(message: OutgoingMessage, mail: MailMessage, signal: AbortSignal): Promise<void> {
    let armed = false;
    let response: string;
    const arm = async () => {
      armed = await this.ledger.arm(message);
      if (!armed) throw new NotArmed();
    };
    try {
      ({ response } = await this.channel.deliver(mail, arm, signal));
    } catch (error) {
      return this.failed(message, error, armed);
    }
    this.rest.note(true);
    await this.ledger.settle({ ...fence(message), state: 'sent', response });
  }

  private async failed(message: OutgoingMessage, error: unknown, armed: boolean): Promise<void> {
    const outcome = outcomeOf(message, error);
    if (outcome) {
      this.rest.note(!(error instanceof MailUnreachable));
      return this.ledger.settle(outcome);
    }
    // Arming failed, so nothing left the house.
    if (!armed) return this.ledger.release(message);
    this.logger.error(
      { err: error, message: message.id },
      'A mail channel failed without saying what that means',
    );
    return this.ledger.settle({ ...fence(message), state: 'unknown', response: String(error) });
  }
}

function fence({ id, attempt }: OutgoingMessage) {
  return { id, attempt };
}
