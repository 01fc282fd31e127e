import { Injectable } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { ClockRole } from '#platform/clock/clock-role';
import { Jobs } from '#platform/jobs/jobs';
import { ExitRepository } from '../exits/exit.repository.js';
import { DueEnrolmentRepository } from './due-enrolment.repository.js';
import { RunSequencesJob } from './sequence.jobs.js';

/** Asks for the next steps of sequences whenever some are due, or somebody has left. */
@Injectable()
export class SequencesClock {
  constructor(
    private readonly clock: ClockRole,
    private readonly due: DueEnrolmentRepository,
    private readonly exits: ExitRepository,
    private readonly jobs: Jobs,
  ) {}

  @Interval(1_000)
  async tick(): Promise<void> {
    const ask = (): Promise<unknown> => this.jobs.send(RunSequencesJob, { askedBy: 'clock' });
    await Promise.all([
      this.clock.askFor('steps of sequences', this.due.isAnyDue(), ask),
      this.clock.askFor('ends of sequences', this.exits.isAnyWaiting(), ask),
    ]);
  }
}
