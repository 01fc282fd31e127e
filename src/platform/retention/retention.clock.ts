import { Injectable } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { IsOptional } from 'class-validator';
import { ClockRole } from '#platform/clock/clock-role';
import { Handles } from '#platform/jobs/handles.decorator';
import { defineJob, type JobHandler, type JobRun } from '#platform/jobs/job';
import { Jobs } from '#platform/jobs/jobs';
import { Retention } from './retention.js';

const FIVE_MINUTES_MS = 5 * 60_000;

/** Nothing needs to be said to forget. */
export class ForgetOld {
  @IsOptional()
  reason?: string;
}

const ForgetOldJob = defineJob('retention.forget-old', ForgetOld);

/** Asks every five minutes for what is old enough to be forgotten. */
@Injectable()
export class RetentionClock {
  constructor(
    private readonly jobs: Jobs,
    private readonly clock: ClockRole,
  ) {}

  @Interval(FIVE_MINUTES_MS)
  async tick(): Promise<void> {
    if (!this.clock.isOn) return;
    await this.jobs.send(ForgetOldJob, {}, { singletonKey: 'forget', singletonSeconds: 240 });
  }
}

@Injectable()
@Handles(ForgetOldJob)
export class ForgetOldHandler implements JobHandler<ForgetOld> {
  constructor(private readonly retention: Retention) {}

  async handle(_: ForgetOld, { signal }: JobRun): Promise<void> {
    await this.retention.run(signal);
  }
}
