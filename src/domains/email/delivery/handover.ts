import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import {
  type MailAccepted,
  type MailMessage,
  MailUnknown,
  MailUnreachable,
} from '#platform/channels/mail-channel';
import { Allowances, type Limits } from '../limits/allowances.js';
import { RouteBook } from '../routing/route-book.js';
import type { Way } from '../routing/way.js';
import { waitsFor } from './hold-reasons.js';
import { HoldRepository } from './hold.repository.js';
import { soonest, type Wait } from './leaving-gates.js';
import { Ledger } from './ledger.js';
import type { Draft } from './mail-writer.js';
import { outcomeOf, unwritten } from './outcome.js';
import type { OutgoingMessage } from './outgoing.js';

/** Milliseconds before a mail of unknown fate is tried again, by a provider that knows it by its id. */
const AGAIN_MS = [500, 3_000];

/** The message was not armed: it is no longer ours, no longer wanted, or its mailing is not active. */
class NotArmed extends Error {}

/**
 * Takes one mail through the ways that are open to it. The next way is taken only when the one before has certainly not
 * accepted the mail; when none is open, the mailing waits.
 */
@Injectable()
export class Handover {
  private readonly logger = new Logger('Mail');
  private readonly holding = new Map<string, Promise<void>>();

  constructor(
    private readonly routes: RouteBook,
    private readonly allowances: Allowances,
    private readonly ledger: Ledger,
    private readonly holds: HoldRepository,
  ) {}

  async take(message: OutgoingMessage, draft: Draft, signal: AbortSignal): Promise<void> {
    const { ways, byRecipient } = await this.routes.waysFor(message.ownerId, draft.mail);
    const { limits } = draft.sender;
    const refused = limits && (await this.allowances.take(limits));
    if (refused) return this.wait(message, [refused], false);
    const waits: Wait[] = [];
    const attempt = new Attempt(message, this.ledger, signal);
    for (const way of ways) {
      const closed = await this.closed(way);
      if (closed) waits.push(closed);
      else if (await this.gone(attempt, draft, way)) return;
    }
    this.giveBack(limits);
    if (attempt.unreachable) return attempt.settleUnreachable();
    return this.wait(message, waits, byRecipient);
  }

  /** True when the mail has found its end here, whatever it is; false when it may take the next way. */
  private async gone(attempt: Attempt, draft: Draft, way: Way): Promise<boolean> {
    const mail = this.written(attempt, draft);
    const outcome = mail ? await attempt.by(way, mail) : 'not-begun';
    if (outcome === 'unreachable') {
      way.rest.note(false, attempt.unreachable?.retryAfter);
      this.giveBack(way.limits);
      return false;
    }
    if (outcome === 'not-begun') {
      this.giveBack(way.limits);
      this.giveBack(draft.sender.limits);
      return true;
    }
    way.rest.note(true);
    if (outcome === 'unexplained')
      this.logger.error(
        { message: attempt.message.id },
        'A mail channel failed without saying what that means',
      );
    return true;
  }

  /** The mail, the same for every way; undefined when it could not be written, which is settled here. */
  private written(attempt: Attempt, draft: Draft): MailMessage | undefined {
    try {
      return (attempt.mail ??= draft.write());
    } catch (error) {
      this.ledger.settle(unwritten(attempt.message, error));
      return undefined;
    }
  }

  private async closed({ rest, limits }: Way): Promise<Wait | undefined> {
    if (rest.isResting) return { reason: 'transport', until: rest.ends };
    return limits && (await this.allowances.take(limits));
  }

  private giveBack(limits: Limits | undefined): void {
    if (limits) this.allowances.giveBack(limits);
  }

  /** Puts the message back; unless others of its mailing may go another way, nothing of it is claimed for as long. */
  private async wait(message: OutgoingMessage, waits: readonly Wait[], byRecipient: boolean): Promise<void> {
    const { reason, until } = soonest(waits);
    if (byRecipient) {
      const dueIn = Math.max(1, (until.getTime() - Date.now()) / 1_000);
      this.ledger.settle({ ...fence(message), state: 'queued', response: waitsFor(reason), dueIn });
      return;
    }
    await this.hold(message.mailingId, { reason, until });
    await this.ledger.release(message);
  }

  /** Lanes with mail of the same mailing in hand hold it together. */
  private hold(mailingId: string, { reason, until }: Wait): Promise<void> {
    const asked =
      this.holding.get(mailingId) ??
      this.holds.hold(mailingId, reason, until).finally(() => this.holding.delete(mailingId));
    this.holding.set(mailingId, asked);
    return asked;
  }
}

type Result = 'settled' | 'unreachable' | 'not-begun' | 'unexplained';

/** One message on its way out: armed once, by whichever way it goes. */
class Attempt {
  mail: MailMessage | undefined;
  unreachable: MailUnreachable | undefined;
  private armed = false;

  constructor(
    readonly message: OutgoingMessage,
    private readonly ledger: Ledger,
    private readonly signal: AbortSignal,
  ) {}

  async by(way: Way, mail: MailMessage): Promise<Result> {
    let accepted: MailAccepted;
    try {
      accepted = await this.delivered(way, mail);
    } catch (error) {
      return this.failed(way, error);
    }
    const { response, providerId } = accepted;
    this.ledger.settle({
      ...fence(this.message),
      state: 'sent',
      response,
      transport: way.id,
      reached: way.channel.kind === 'smtp',
      ...(providerId !== undefined && providerId !== '' && { providerId }),
    });
    return 'settled';
  }

  settleUnreachable(): void {
    this.ledger.settle(outcomeOf(this.message, this.unreachable)!);
  }

  /** A provider that knows mails by their id is asked again when it has not said yes or no. */
  private async delivered({ channel }: Way, mail: MailMessage): Promise<MailAccepted> {
    const waits = channel.isIdempotent ? [...AGAIN_MS] : [];
    let doubt: MailUnknown | undefined;
    for (;;) {
      try {
        return await channel.deliver(mail, () => this.arm(), this.signal);
      } catch (error) {
        if (error instanceof MailUnknown) doubt = error;
        // That it cannot be asked now says nothing about what it took before.
        const isOpen = doubt !== undefined && (error === doubt || error instanceof MailUnreachable);
        const wait = isOpen && !this.signal.aborted ? waits.shift() : undefined;
        if (wait === undefined) throw isOpen ? doubt : error;
        await sleep(wait, undefined, { signal: this.signal }).catch(() => undefined);
      }
    }
  }

  private async arm(): Promise<void> {
    this.armed ||= await this.ledger.arm(this.message);
    if (!this.armed) throw new NotArmed();
  }

  private async failed(way: Way, error: unknown): Promise<Result> {
    if (error instanceof MailUnreachable) {
      this.unreachable = error;
      return 'unreachable';
    }
    const outcome = outcomeOf(this.message, error);
    if (outcome) {
      this.ledger.settle({ ...outcome, transport: way.id });
      return 'settled';
    }
    // Arming failed, so nothing left the house.
    if (!this.armed) {
      await this.ledger.release(this.message);
      return 'not-begun';
    }
    this.ledger.settle({ ...fence(this.message), state: 'unknown', response: String(error) });
    return 'unexplained';
  }
}

function fence({ id, attempt }: OutgoingMessage) {
  return { id, attempt };
}
