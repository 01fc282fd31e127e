import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import { GroupCommit } from '#kernel/group-commit';
import type { Fence, Outcome } from './outgoing.js';
import { SettleRepository } from './settle.repository.js';

const RETRY_MS = [100, 300, 1_000, 3_000, 5_000];

/** One line of the books: a message that is about to leave, or what became of one. */
type Entry = { readonly arming: Fence } | { readonly outcome: Outcome };

/** Keeps the books of messages in hand. Steps asked for at the same time, whichever they are, share one statement and one commit. */
@Injectable()
export class Ledger {
  private readonly logger = new Logger('Mail');
  private readonly entries = new GroupCommit<Entry, boolean>((entries) => this.write(entries));
  private readonly unwritten = new Set<Promise<void>>();
  private readonly returns = new GroupCommit<Fence, void>(async (messages) => {
    await this.persistently(() => this.steps.release(messages));
    return [];
  });

  constructor(private readonly steps: SettleRepository) {}

  /** True when the message may leave now; false when it is no longer ours, no longer wanted, or its mailing is not active. */
  arm(message: Fence): Promise<boolean> {
    return this.entries.ask({ arming: message });
  }

  /**
   * Takes down what became of an attempt, to be written behind all that was taken down before it. Nobody waits for that: what is
   * armed later is armed with it or after it, so that of each lane one mail at most is in doubt.
   */
  settle(outcome: Outcome): void {
    const writing = this.entries.ask({ outcome }).then(
      () => undefined,
      (error: unknown) =>
        this.logger.error({ err: error, message: outcome.id }, 'What became of a mail could not be recorded'),
    );
    this.unwritten.add(writing);
    void writing.finally(() => this.unwritten.delete(writing));
  }

  /** Waits until everything that was taken down is written, or given up. */
  async written(): Promise<void> {
    await Promise.all(this.unwritten);
  }

  /** Gives back a message of which certainly nothing was sent. */
  release(message: Fence): Promise<void> {
    return this.returns.ask(message);
  }

  /** What has left is written down however long that takes; what has not does not leave while nothing can be written. */
  private async write(entries: readonly Entry[]): Promise<boolean[]> {
    const outcomes = entries.flatMap((entry) => ('outcome' in entry ? [entry.outcome] : []));
    const arming = entries.flatMap((entry) => ('arming' in entry ? [entry.arming] : []));
    const armed = await this.steps.record(outcomes, arming).catch(async (error: unknown) => {
      this.logger.warn(`The books of mail could not be written: ${String(error)}`);
      if (outcomes.length > 0) await this.persistently(() => this.steps.record(outcomes, []));
      return new Set<string>();
    });
    return entries.map((entry) => 'outcome' in entry || armed.has(entry.arming.id));
  }

  /** What cannot be written now is tried for a while; after that the lease runs out and decides. */
  private async persistently(write: () => Promise<unknown>): Promise<void> {
    for (const wait of RETRY_MS) {
      try {
        await write();
        return;
      } catch (error) {
        this.logger.warn(`An outcome could not be recorded and is tried again: ${String(error)}`);
        await sleep(wait);
      }
    }
    await write();
  }
}
