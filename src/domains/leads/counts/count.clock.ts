import { Injectable } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { ClockRole } from '#platform/clock/clock-role';
import { Jobs } from '#platform/jobs/jobs';
import { AddUpCountsJob } from './count.jobs.js';
import { CountRepository } from './count.repository.js';

/** Asks for the numbers of leads to be added up whenever some have changed; how late that is changes no answer. */
@Injectable()
export class CountClock {
  constructor(
    private readonly clock: ClockRole,
    private readonly counts: CountRepository,
    private readonly jobs: Jobs,
  ) {}

  @Interval(5_000)
  tick(): Promise<void> {
    return this.clock.askFor('numbers of leads to be added up', this.counts.waits(), () =>
      this.jobs.send(AddUpCountsJob, { askedBy: 'clock' }),
    );
  }
}
