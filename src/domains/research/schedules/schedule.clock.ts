import { Injectable } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { ClockRole } from '#platform/clock/clock-role';
import { Jobs } from '#platform/jobs/jobs';
import { DueScheduleRepository } from './due-schedule.repository.js';
import { ClaimSchedulesJob } from './schedule.jobs.js';

/** Asks for schedules to be handed out whenever some are due. */
@Injectable()
export class ScheduleClock {
  constructor(
    private readonly clock: ClockRole,
    private readonly due: DueScheduleRepository,
    private readonly jobs: Jobs,
  ) {}

  @Interval(15_000)
  tick(): Promise<void> {
    return this.clock.askFor('scheduled readings', this.due.isAnyDue(), () =>
      this.jobs.send(ClaimSchedulesJob, { askedBy: 'clock' }),
    );
  }
}
