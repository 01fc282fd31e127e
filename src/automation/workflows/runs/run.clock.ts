import { Injectable } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { ClockRole } from '#platform/clock/clock-role';
import { Jobs } from '#platform/jobs/jobs';
import { ClaimRepository } from './claim.repository.js';
import { AdvanceInstancesJob, MakeCallsJob } from './run.jobs.js';

/** Asks for instances to be taken further whenever some are due. */
@Injectable()
export class RunClock {
  constructor(
    private readonly clock: ClockRole,
    private readonly claims: ClaimRepository,
    private readonly jobs: Jobs,
  ) {}

  @Interval(1_000)
  async tick(): Promise<void> {
    await this.clock.askFor(
      'instances of workflows to be taken further',
      this.claims.isAnyDue('inside'),
      () => this.jobs.send(AdvanceInstancesJob, { askedBy: 'clock' }),
    );
    await this.clock.askFor('calls of workflows to be made', this.claims.isAnyDue('outside'), () =>
      this.jobs.send(MakeCallsJob, { askedBy: 'clock' }),
    );
  }
}
