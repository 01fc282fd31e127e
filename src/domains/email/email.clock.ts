import { Injectable } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { ClockRole } from '#platform/clock/clock-role';
import { Jobs } from '#platform/jobs/jobs';
import { UpkeepRepository } from './delivery/upkeep.repository.js';
import { DeliverMailJob } from './email.jobs.js';

/** Asks for mail to be delivered whenever some is due. */
@Injectable()
export class EmailClock {
  constructor(
    private readonly clock: ClockRole,
    private readonly upkeep: UpkeepRepository,
    private readonly jobs: Jobs,
  ) {}

  @Interval(1_000)
  tick(): Promise<void> {
    return this.clock.askFor('mail to be delivered', this.upkeep.isAnythingDue(), () =>
      this.jobs.send(DeliverMailJob, { askedBy: 'clock' }),
    );
  }
}
