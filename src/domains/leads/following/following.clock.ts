import { Injectable } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { ClockRole } from '#platform/clock/clock-role';
import { Jobs } from '#platform/jobs/jobs';
import { ChangeRepository } from './change.repository.js';
import { FollowChangesJob } from './following.jobs.js';

/** Asks for changes of leads to be followed whenever there are some. */
@Injectable()
export class FollowingClock {
  constructor(
    private readonly clock: ClockRole,
    private readonly changes: ChangeRepository,
    private readonly jobs: Jobs,
  ) {}

  @Interval(1_000)
  tick(): Promise<void> {
    return this.clock.askFor('changes of leads to be followed', this.changes.waits(), () =>
      this.jobs.send(FollowChangesJob, { askedBy: 'clock' }),
    );
  }
}
