import { Injectable, Logger } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { ClockRole } from '#platform/clock/clock-role';
import { Jobs } from '#platform/jobs/jobs';
import { UpkeepRepository } from './delivery/upkeep.repository.js';
import { DeliverMailJob } from './email.jobs.js';

/** Asks for mail to be delivered whenever some is due. */
@Injectable()
export class EmailClock {
  private readonly logger = new Logger('Mail');
  private asking = false;

  constructor(
    private readonly clock: ClockRole,
    private readonly upkeep: UpkeepRepository,
    private readonly jobs: Jobs,
  ) {}

  @Interval(1_000)
  async tick(): Promise<void> {
    if (!this.clock.isOn || this.asking) return;
    this.asking = true;
    try {
      if (await this.upkeep.isAnythingDue()) await this.jobs.send(DeliverMailJob, { askedBy: 'clock' });
    } catch (error) {
      this.logger.warn(`The clock could not ask for mail to be delivered: ${String(error)}`);
    } finally {
      this.asking = false;
    }
  }
}
