import { Injectable } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { ClockRole } from '#platform/clock/clock-role';
import { Jobs } from '#platform/jobs/jobs';
import { PublishDueJob } from '../content.jobs.js';
import { DueRepository } from './due.repository.js';

/** Asks for content to be published whenever some is due. */
@Injectable()
export class PublishingClock {
  constructor(
    private readonly clock: ClockRole,
    private readonly due: DueRepository,
    private readonly jobs: Jobs,
  ) {}

  @Interval(5_000)
  tick(): Promise<void> {
    return this.clock.askFor('content to be published', this.due.isAnyDue(), () =>
      this.jobs.send(PublishDueJob, { askedBy: 'clock' }),
    );
  }
}
