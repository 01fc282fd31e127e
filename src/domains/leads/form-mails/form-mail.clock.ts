import { Injectable } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { ClockRole } from '#platform/clock/clock-role';
import { Jobs } from '#platform/jobs/jobs';
import { SendFormMailsJob } from './form-mail.jobs.js';
import { FormMailRepository } from './form-mail.repository.js';

/** Asks for the mails of forms whenever some are due. */
@Injectable()
export class FormMailClock {
  constructor(
    private readonly clock: ClockRole,
    private readonly mails: FormMailRepository,
    private readonly jobs: Jobs,
  ) {}

  @Interval(2_000)
  tick(): Promise<void> {
    return this.clock.askFor('mails of forms to be sent', this.mails.isAnyDue(), () =>
      this.jobs.send(SendFormMailsJob, { askedBy: 'clock' }),
    );
  }
}
