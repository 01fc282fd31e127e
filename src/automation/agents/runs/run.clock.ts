import { Injectable } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { ClockRole } from '#platform/clock/clock-role';
import { Jobs } from '#platform/jobs/jobs';
import { ResumeRunsJob } from './run.jobs.js';

const FIFTEEN_SECONDS_MS = 15_000;

/** Asks every fifteen seconds whether a run was left in the middle. */
@Injectable()
export class RunClock {
  constructor(
    private readonly jobs: Jobs,
    private readonly clock: ClockRole,
  ) {}

  @Interval(FIFTEEN_SECONDS_MS)
  async tick(): Promise<void> {
    if (this.clock.isOn) await this.jobs.send(ResumeRunsJob, {});
  }
}
