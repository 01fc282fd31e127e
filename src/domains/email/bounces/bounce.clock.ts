import { Injectable } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { ClockRole } from '#platform/clock/clock-role';
import { ALWAYS } from '#platform/clock/look.repository';
import { Jobs } from '#platform/jobs/jobs';
import { ReadBouncesJob } from './bounce.jobs.js';
import { BounceReader } from './bounce-reader.js';

/** Asks once a minute for the mailbox to be read, where one is set. */
@Injectable()
export class BounceClock {
  constructor(
    private readonly clock: ClockRole,
    private readonly reader: BounceReader,
    private readonly jobs: Jobs,
  ) {}

  @Interval(60_000)
  async tick(): Promise<void> {
    if (!this.reader.isOn) return;
    await this.clock.askFor('bounces to be read', ALWAYS, () =>
      this.jobs.send(ReadBouncesJob, { askedBy: 'clock' }),
    );
  }
}
