import { Injectable } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { ClockRole } from '#platform/clock/clock-role';
import { Jobs } from '#platform/jobs/jobs';
import { DecideExperimentsJob } from './experiment.jobs.js';
import { ExperimentRepository } from './experiment.repository.js';

/** Asks for experiments to be decided whenever the time of one has come. */
@Injectable()
export class ExperimentClock {
  constructor(
    private readonly clock: ClockRole,
    private readonly experiments: ExperimentRepository,
    private readonly jobs: Jobs,
  ) {}

  @Interval(5_000)
  tick(): Promise<void> {
    return this.clock.askFor('experiments to be decided', this.experiments.isAnyDue(), () =>
      this.jobs.send(DecideExperimentsJob, { askedBy: 'clock' }),
    );
  }
}
