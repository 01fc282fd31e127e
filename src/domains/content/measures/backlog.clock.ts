import { Injectable } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { ClockRole } from '#platform/clock/clock-role';
import { Jobs } from '#platform/jobs/jobs';
import { MeasureBacklogJob } from '../content.jobs.js';
import { BacklogRepository } from './backlog.repository.js';

/** Asks for content to be measured whenever some has not been. */
@Injectable()
export class BacklogClock {
  constructor(
    private readonly clock: ClockRole,
    private readonly backlog: BacklogRepository,
    private readonly jobs: Jobs,
  ) {}

  @Interval(30_000)
  tick(): Promise<void> {
    return this.clock.askFor('content to be measured', this.backlog.waits(), () =>
      this.jobs.send(MeasureBacklogJob, { askedBy: 'clock' }),
    );
  }
}
