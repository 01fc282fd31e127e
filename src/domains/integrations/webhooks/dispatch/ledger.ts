import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import { GroupCommit } from '#kernel/group-commit';
import { HookSwitch } from '../notice/hook-switch.js';
import type { Settlement } from './delivery.js';
import { SettleRepository } from './settle.repository.js';

const RETRY_MS = [100, 300, 1_000, 3_000];

/** Keeps the books of deliveries: attempts that end at the same time share one statement and one commit. */
@Injectable()
export class Ledger {
  private readonly logger = new Logger('Webhooks');
  private readonly outcomes = new GroupCommit<Settlement, void>(async (settlements) => {
    await this.settle(settlements);
    return [];
  });

  constructor(
    private readonly steps: SettleRepository,
    private readonly hooks: HookSwitch,
  ) {}

  /** What cannot be written now is tried for a while; after that the lease runs out, and it is sent once more. */
  keep(settlement: Settlement): Promise<void> {
    return this.outcomes.ask(settlement);
  }

  private async settle(settlements: readonly Settlement[]): Promise<void> {
    for (const wait of RETRY_MS) {
      try {
        return await this.written(settlements);
      } catch (error) {
        this.logger.warn(`What became of deliveries could not be noted and is tried again: ${String(error)}`);
        await sleep(wait);
      }
    }
    await this.written(settlements);
  }

  private async written(settlements: readonly Settlement[]): Promise<void> {
    const troubled = await this.steps.settle(settlements);
    for (const { id, ownerId, reason } of troubled) await this.hooks.turnOff(ownerId, id, reason);
  }
}
