import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import { GroupCommit } from './group-commit.js';
import type { Fence, Outcome } from './outgoing.js';
import { SettleRepository } from './settle.repository.js';

const RETRY_MS = [100, 300, 1_000, 3_000, 5_000];

/** Keeps the books of messages in hand. Steps asked for at the same time share one statement and one commit. */
@Injectable()
export class Ledger {
  private readonly logger = new Logger('Mail');
  private readonly arms = new GroupCommit<Fence, boolean>(async (messages) => {
    const armed = await this.steps.arm(messages);
    return messages.map(({ id }) => armed.has(id));
  });
  private readonly outcomes = new GroupCommit<Outcome, void>(async (outcomes) => {
    await this.persistently(() => this.steps.settle(outcomes));
    return [];
  });
  private readonly returns = new GroupCommit<Fence, void>(async (messages) => {
    await this.persistently(() => this.steps.release(messages));
    return [];
  });

  constructor(private readonly steps: SettleRepository) {}

  /** True when the message may leave now; false when it is no longer ours, no longer wanted, or its mailing is not active. */
  arm(message: Fence): Promise<boolean> {
    return this.arms.ask(message);
  }

  settle(outcome: Outcome): Promise<void> {
    return this.outcomes.ask(outcome);
  }

  /** Gives back a message of which certainly nothing was sent. */
  release(message: Fence): Promise<void> {
    return this.returns.ask(message);
  }

  /** What cannot be written now is tried for a while; after that the lease runs out and decides. */
  private async persistently(write: () => Promise<void>): Promise<void> {
    for (const wait of RETRY_MS) {
      try {
        return await write();
      } catch (error) {
        this.logger.warn(`An outcome could not be recorded and is tried again: ${String(error)}`);
        await sleep(wait);
      }
    }
    await write();
  }
}
