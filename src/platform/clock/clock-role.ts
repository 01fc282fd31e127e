import { Injectable, Logger } from '@nestjs/common';
import { Settings } from '#platform/config/settings';
import type { Condition } from './look.repository.js';
import { Lookout } from './lookout.js';

/** Whether this process keeps the clock. A tick only asks for work; many clocks asking are settled by the queue. */
@Injectable()
export class ClockRole {
  private readonly logger = new Logger('Clock');
  private readonly asking = new Set<string>();

  constructor(
    private readonly settings: Settings,
    private readonly lookout: Lookout,
  ) {}

  get isOn(): boolean {
    return this.settings.plays('clock');
  }

  /**
   * A tick that asks for work when there is some, never twice at a time. What goes wrong is logged and left to the next tick.
   * `what` ends the sentence: The clock could not ask for … The condition travels to the database with those of other rooms.
   */
  async askFor(what: string, isThereAny: Condition, ask: () => Promise<unknown>): Promise<void> {
    if (!this.isOn || this.asking.has(what)) return;
    this.asking.add(what);
    try {
      if (await this.lookout.holds(isThereAny)) await ask();
    } catch (error) {
      this.logger.warn(`The clock could not ask for ${what}: ${String(error)}`);
    } finally {
      this.asking.delete(what);
    }
  }
}
