import { Injectable } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { MailFeed } from '#domains/email/history/mail-feed.repository';
import { ClockRole } from '#platform/clock/clock-role';
import { Jobs } from '#platform/jobs/jobs';
import { TellReaderEventsJob } from './reader-events.jobs.js';

/** Asks for leads to be told whenever readers have done something. */
@Injectable()
export class ReaderEventsClock {
  constructor(
    private readonly clock: ClockRole,
    private readonly feed: MailFeed,
    private readonly jobs: Jobs,
  ) {}

  @Interval(2_000)
  tick(): Promise<void> {
    return this.clock.askFor('leads to be told of mail', this.feed.waits(), () =>
      this.jobs.send(TellReaderEventsJob, { askedBy: 'clock' }),
    );
  }
}
