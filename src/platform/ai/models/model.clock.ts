import { Injectable } from '@nestjs/common';
import { Cron } from '@nestjs/schedule';
import { ClockRole } from '#platform/clock/clock-role';
import { Jobs } from '#platform/jobs/jobs';
import { RefreshModelsJob } from './model.jobs.js';

/** Asks on the first of each month for the models of every provider to be looked at. */
@Injectable()
export class ModelClock {
  constructor(
    private readonly jobs: Jobs,
    private readonly clock: ClockRole,
  ) {}

  @Cron('0 3 1 * *', { timeZone: 'UTC' })
  async tick(): Promise<void> {
    if (!this.clock.isOn) return;
    const once = { singletonKey: 'monthly', singletonSeconds: 3_600 };
    await this.jobs.send(RefreshModelsJob, { reason: 'a new month' }, once);
  }
}
