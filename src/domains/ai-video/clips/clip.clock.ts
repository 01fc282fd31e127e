import { Injectable } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { ClockRole } from '#platform/clock/clock-role';
import { Jobs } from '#platform/jobs/jobs';
import { FollowClipsJob } from './clip.jobs.js';
import { DueClipRepository } from './due-clip.repository.js';

/** Asks for clips to be looked at whenever some are due, whoever has looked at them before. */
@Injectable()
export class ClipClock {
  constructor(
    private readonly clock: ClockRole,
    private readonly due: DueClipRepository,
    private readonly jobs: Jobs,
  ) {}

  @Interval(1_000)
  tick(): Promise<void> {
    return this.clock.askFor('clips to be looked at', this.due.isAnyDue(), () =>
      this.jobs.send(FollowClipsJob, { askedBy: 'clock' }),
    );
  }
}
