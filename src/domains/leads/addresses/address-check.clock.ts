import { Injectable } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { ClockRole } from '#platform/clock/clock-role';
import { Jobs } from '#platform/jobs/jobs';
import { CheckAddressesJob } from './address-check.jobs.js';
import { AddressCheckRepository } from './address-check.repository.js';

/** Asks for addresses to be checked whenever some have come in. */
@Injectable()
export class AddressCheckClock {
  constructor(
    private readonly clock: ClockRole,
    private readonly checks: AddressCheckRepository,
    private readonly jobs: Jobs,
  ) {}

  @Interval(30_000)
  tick(): Promise<void> {
    return this.clock.askFor('addresses of leads to be checked', this.checks.isAnyDue(), () =>
      this.jobs.send(CheckAddressesJob, { askedBy: 'clock' }),
    );
  }
}
