import { Injectable } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { ClockRole } from '#platform/clock/clock-role';
import { Jobs } from '#platform/jobs/jobs';
import { SendSupportMailsJob } from './support-mail.jobs.js';
import { SupportMailRepository } from './support-mail.repository.js';

/** Asks for the mails of the desk whenever some are due. */
@Injectable()
export class SupportMailClock {
  constructor(
    private readonly clock: ClockRole,
    private readonly mails: SupportMailRepository,
    private readonly jobs: Jobs,
  ) {}

  @Interval(5_000)
  tick(): Promise<void> {
    return this.clock.askFor('mails of the support desk', this.mails.isAnyDue(), () =>
      this.jobs.send(SendSupportMailsJob, { askedBy: 'clock' }),
    );
  }
}
