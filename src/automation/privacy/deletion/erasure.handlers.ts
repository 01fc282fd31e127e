import { Injectable } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { ClockRole } from '#platform/clock/clock-role';
import { Handles } from '#platform/jobs/handles.decorator';
import type { JobHandler, JobRun } from '#platform/jobs/job';
import { Jobs } from '#platform/jobs/jobs';
import { PersonService } from '../persons/person.service.js';
import { Closing } from './closing.js';
import { Erasure } from './erasure.js';
import {
  type EraseAccount,
  EraseAccountJob,
  type LookAtAccounts,
  LookAtAccountsJob,
} from './erasure.jobs.js';

const MINUTE_MS = 60_000;
const AT_ONCE = 50;

/** Deletes what closed accounts hold. */
@Injectable()
@Handles(EraseAccountJob)
export class EraseAccountHandler implements JobHandler<EraseAccount> {
  constructor(
    private readonly erasure: Erasure,
    private readonly jobs: Jobs,
  ) {}

  async handle(task: EraseAccount, { signal }: JobRun): Promise<void> {
    const againInMs = await this.erasure.run(task.erasureId, signal);
    if (againInMs === 0) return;
    await this.jobs.send(EraseAccountJob, task, { startAfter: new Date(Date.now() + againInMs) });
  }
}

@Injectable()
@Handles(LookAtAccountsJob)
export class LookAtAccountsHandler implements JobHandler<LookAtAccounts> {
  constructor(
    private readonly closing: Closing,
    private readonly persons: PersonService,
  ) {}

  async handle(): Promise<void> {
    await this.closing.closeDue(AT_ONCE);
    await this.persons.goOn(AT_ONCE);
  }
}

/** Asks every minute for accounts whose days of grace are over, and for erasures that nobody is at. */
@Injectable()
export class AccountClock {
  constructor(
    private readonly jobs: Jobs,
    private readonly clock: ClockRole,
  ) {}

  @Interval(MINUTE_MS)
  async tick(): Promise<void> {
    if (this.clock.isOn) await this.jobs.send(LookAtAccountsJob, {});
  }
}
