import { Injectable } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { IsOptional } from 'class-validator';
import { ClockRole } from '#platform/clock/clock-role';
import { Handles } from '#platform/jobs/handles.decorator';
import { defineJob, type JobHandler } from '#platform/jobs/job';
import { Jobs } from '#platform/jobs/jobs';
import { IdempotencyRepository } from './idempotency.repository.js';
import { RateRepository } from './rate.repository.js';

const FIVE_MINUTES_MS = 5 * 60_000;

/** Nothing needs to be said to sweep. */
export class Sweep {
  @IsOptional()
  reason?: string;
}

const SweepHttpJob = defineJob('http.sweep-expired', Sweep, { pollingSeconds: 30 });

/** Asks every five minutes for expired keys and rate windows to be forgotten. */
@Injectable()
export class HousekeepingClock {
  constructor(
    private readonly jobs: Jobs,
    private readonly clock: ClockRole,
  ) {}

  @Interval(FIVE_MINUTES_MS)
  async tick(): Promise<void> {
    if (!this.clock.isOn) return;
    await this.jobs.send(SweepHttpJob, {}, { singletonKey: 'sweep', singletonSeconds: 240 });
  }
}

@Injectable()
@Handles(SweepHttpJob)
export class SweepHttpHandler implements JobHandler<Sweep> {
  constructor(
    private readonly answers: IdempotencyRepository,
    private readonly rates: RateRepository,
  ) {}

  async handle(): Promise<void> {
    await this.answers.forgetOld();
    await this.rates.forgetOld();
  }
}
