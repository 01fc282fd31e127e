import { Injectable, Logger } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { ClockRole } from '#platform/clock/clock-role';
import { Jobs } from '#platform/jobs/jobs';
import { PublishDueJob } from '../content.jobs.js';
import { DueRepository } from './due.repository.js';

/** Asks for content to be published whenever some is due. */
@Injectable()
export class PublishingClock {
  private readonly logger = new Logger('Content');

  constructor(
    private readonly clock: ClockRole,
    private readonly due: DueRepository,
    private readonly jobs: Jobs,
  ) {}

  @Interval(5_000)
  async tick(): Promise<void> {
    if (!this.clock.isOn) return;
    try {
      if (await this.due.isThereAny()) await this.jobs.send(PublishDueJob, { askedBy: 'clock' });
    } catch (error) {
      this.logger.warn(`The clock could not ask for content to be published: ${String(error)}`);
    }
  }
}
