import { type BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { ClockRole } from '../clock-role.js';
import { Lookout } from '../lookout.js';
import { FiringEnds } from './firing-ends.js';
import { FiringRepository } from './firing.repository.js';
import { Firings } from './firings.js';

const SECOND_MS = 1_000;
const FIVE_MINUTES_MS = 300_000;
const AT_ONCE = 500;

/** Fires schedules: asks once a second when the next is due, and is there at that moment. */
@Injectable()
export class SchedulesClock implements BeforeApplicationShutdown {
  private readonly logger = new Logger('Clock');
  private working: Promise<void> | null = null;
  private coming: NodeJS.Timeout | undefined;
  private stopped = false;

  constructor(
    private readonly clock: ClockRole,
    private readonly lookout: Lookout,
    private readonly due: FiringRepository,
    private readonly firings: Firings,
    private readonly ends: FiringEnds,
  ) {}

  @Interval(SECOND_MS)
  tick(): Promise<void> {
    return this.alone(async () => {
      if (await this.lookout.holds(this.due.isNear())) await this.fire();
    });
  }

  @Interval(FIVE_MINUTES_MS)
  async sweep(): Promise<void> {
    if (!this.clock.isOn || this.stopped) return;
    await this.ends.sweep().catch((error: unknown) => this.complain(error));
  }

  /** What is claimed is fired; nothing more is claimed. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.coming);
    await this.working;
  }

  private async alone(work: () => Promise<void>): Promise<void> {
    if (!this.clock.isOn || this.stopped || this.working) return;
    this.working = work().catch((error: unknown) => this.complain(error));
    await this.working;
    this.working = null;
  }

  private async fire(): Promise<void> {
    let wait = await this.due.untilNext();
    while (wait !== null && wait <= 0 && !this.stopped) {
      // What is due and cannot be claimed is another clock's.
      if ((await this.firings.fireDue(AT_ONCE)) === 0) return;
      wait = await this.due.untilNext();
    }
    if (wait !== null && wait <= SECOND_MS) this.comeBackIn(wait);
  }

  private comeBackIn(milliseconds: number): void {
    clearTimeout(this.coming);
    this.coming = setTimeout(() => void this.alone(() => this.fire()), Math.ceil(milliseconds));
  }

  private complain(error: unknown): void {
    this.logger.warn(`The clock could not fire what is due: ${String(error)}`);
  }
}
