import { Injectable } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { IsIn } from 'class-validator';
import { AppError } from '#kernel/errors';
import { sideBySide } from '#kernel/side-by-side';
import { ClockRole } from '#platform/clock/clock-role';
import { Database } from '#platform/database/database';
import { Handles } from '#platform/jobs/handles.decorator';
import { defineJob, type JobHandler, type JobRun } from '#platform/jobs/job';
import { Jobs } from '#platform/jobs/jobs';
import { ConnectionCredentials } from '../connections/connection-credentials.js';
import { RefreshRepository } from '../connections/refresh.repository.js';

const MOST = 100;
const AT_A_TIME = 5;

export class RefreshExpiring {
  @IsIn(['clock'])
  askedBy!: 'clock';
}

/** Replaces tokens of all tenants whose time has come. */
const RefreshExpiringJob = defineJob('integrations.refresh-expiring', RefreshExpiring, {
  retryLimit: 1,
  oneWaiting: true,
});

/** Asks once a minute for the tokens that are to be replaced. */
@Injectable()
export class RefreshClock {
  constructor(
    private readonly clock: ClockRole,
    private readonly refreshes: RefreshRepository,
    private readonly jobs: Jobs,
  ) {}

  @Interval(60_000)
  tick(): Promise<void> {
    return this.clock.askFor('tokens to be replaced', this.refreshes.isAnyDue(), () =>
      this.jobs.send(RefreshExpiringJob, { askedBy: 'clock' }),
    );
  }
}

/** One that cannot be replaced now is left to whoever needs it, and to a later tick. */
@Injectable()
@Handles(RefreshExpiringJob)
export class RefreshExpiringHandler implements JobHandler<RefreshExpiring> {
  constructor(
    private readonly database: Database,
    private readonly refreshes: RefreshRepository,
    private readonly credentials: ConnectionCredentials,
  ) {}

  async handle(_: RefreshExpiring, { signal }: JobRun): Promise<void> {
    const due = await this.refreshes.due(MOST);
    await sideBySide(due, AT_A_TIME, async ({ id, user_id }) => {
      if (signal.aborted) return;
      const opened = this.database.as(user_id, () => this.credentials.open(user_id, id));
      await opened.catch((error: unknown) => {
        if (!(error instanceof AppError)) throw error;
      });
    });
  }
}
