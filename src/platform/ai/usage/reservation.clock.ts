import { Injectable } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { IsOptional } from 'class-validator';
import { ClockRole } from '#platform/clock/clock-role';
import { Handles } from '#platform/jobs/handles.decorator';
import { defineJob, type JobHandler } from '#platform/jobs/job';
import { Jobs } from '#platform/jobs/jobs';
import { SpendRepository } from './spend.repository.js';

const MINUTE_MS = 60_000;

/** Nothing needs to be said to give back what has expired. */
export class ExpireReservations {
  @IsOptional()
  reason?: string;
}

const ExpireReservationsJob = defineJob('ai.expire-reservations', ExpireReservations);

/** Asks every minute for the money that dead processes have set aside. */
@Injectable()
export class ReservationClock {
  constructor(
    private readonly jobs: Jobs,
    private readonly clock: ClockRole,
  ) {}

  @Interval(MINUTE_MS)
  async tick(): Promise<void> {
    if (!this.clock.isOn) return;
    await this.jobs.send(ExpireReservationsJob, {}, { singletonKey: 'expire', singletonSeconds: 50 });
  }
}

@Injectable()
@Handles(ExpireReservationsJob)
export class ExpireReservationsHandler implements JobHandler<ExpireReservations> {
  constructor(private readonly spend: SpendRepository) {}

  async handle(): Promise<void> {
    await this.spend.expire();
  }
}
