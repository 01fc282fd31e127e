import { Injectable } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { LeadFeed } from '#domains/leads/telling/lead-feed.repository';
import { ClockRole } from '#platform/clock/clock-role';
import { Jobs } from '#platform/jobs/jobs';
import { TakeEventsJob } from './entry.jobs.js';

/** Asks for what happened to leads to be followed whenever something did. */
@Injectable()
export class EntryClock {
  constructor(
    private readonly clock: ClockRole,
    private readonly feed: LeadFeed,
    private readonly jobs: Jobs,
  ) {}

  @Interval(1_000)
  tick(): Promise<void> {
    return this.clock.askFor('events of leads to be followed', this.feed.waits(), () =>
      this.jobs.send(TakeEventsJob, { askedBy: 'clock' }),
    );
  }
}
