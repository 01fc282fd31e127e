import { Injectable, Logger } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { ClockRole } from '#platform/clock/clock-role';
import { Jobs } from '#platform/jobs/jobs';
import { MeasureBacklogJob } from '../content.jobs.js';
import { BacklogRepository } from './backlog.repository.js';

/** Asks for content to be measured whenever some has not been. */
@Injectable()
export class BacklogClock {
  private readonly logger = new Logger('Content');

  constructor(
    private readonly clock: ClockRole,
    private readonly backlog: BacklogRepository,
    private readonly jobs: Jobs,
  ) {}

  @Interval(30_000)
  async tick(): Promise<void> {
    if (!this.clock.isOn) return;
    try {
      if (await this.backlog.isThereAny()) await this.jobs.send(MeasureBacklogJob, { askedBy: 'clock' });
    } catch (error) {
      this.logger.warn(`The clock could not ask for content to be measured: ${String(error)}`);
    }
  }
}
