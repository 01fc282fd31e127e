import { Injectable } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { ClockRole } from '#platform/clock/clock-role';
import { Jobs } from '#platform/jobs/jobs';
import { LeaseRepository } from './lease.repository.js';
import { ResumeRunsJob } from './run.jobs.js';

const FIFTEEN_SECONDS_MS = 15_000;

/** Asks for runs to be gone on with whenever some were left in the middle. */
@Injectable()
export class RunClock {
  constructor(
    private readonly clock: ClockRole,
    private readonly leases: LeaseRepository,
    private readonly jobs: Jobs,
  ) {}

  @Interval(FIFTEEN_SECONDS_MS)
  tick(): Promise<void> {
    return this.clock.askFor('runs of agents that were left', this.leases.isAnyAbandoned(), () =>
      this.jobs.send(ResumeRunsJob, {}),
    );
  }
}
