import { Injectable } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { ClockRole } from '#platform/clock/clock-role';
import { Jobs } from '#platform/jobs/jobs';
import { RunSupportRulesJob } from './rule.jobs.js';
import { RunRepository } from './run.repository.js';

/** Asks for rules where something that has happened is still to be looked at, such as after a worker has died. */
@Injectable()
export class RuleClock {
  constructor(
    private readonly clock: ClockRole,
    private readonly runs: RunRepository,
    private readonly jobs: Jobs,
  ) {}

  @Interval(15_000)
  tick(): Promise<void> {
    return this.clock.askFor('rules of the support desk', this.runs.isAnyDue(), () =>
      this.jobs.send(RunSupportRulesJob, { askedBy: 'clock' }),
    );
  }
}
