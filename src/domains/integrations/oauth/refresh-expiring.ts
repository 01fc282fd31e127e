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

const WITHIN_SECONDS = 290;
const MOST = 100;
const AT_A_TIME = 5;

export class RefreshExpiring {
  @IsIn(['clock'])
  askedBy!: 'clock';
}

/** Replaces tokens of all tenants that end soon. */
const RefreshExpiringJob = defineJob('integrations.refresh-expiring', RefreshExpiring, {
  retryLimit: 1,
  oneWaiting: true,
});

/** Asks once a minute for the tokens that end soon. */
@Injectable()
export class RefreshClock {
  constructor(
    private readonly clock: ClockRole,
    private readonly refreshes: RefreshRepository,
    private readonly jobs: Jobs,
  ) {}

  @Interval(60_000)
  tick(): Promise<void> {
    return this.clock.askFor('tokens to be replaced', this.refreshes.isAnyExpiring(WITHIN_SECONDS), () =>
      this.jobs.send(RefreshExpiringJob, { askedBy: 'clock' }),
    );
  }
}

/** One that cannot be replaced now is left to whoever needs it, and to the next tick. */
@Injectable()
@Handles(RefreshExpiringJob)
export class RefreshExpiringHandler implements JobHandler<RefreshExpiring> {
  constructor(
    private readonly database: Database,
    private readonly refreshes: RefreshRepository,
    private readonly credentials: ConnectionCredentials,
  ) {}

  async handle(_: RefreshExpiring, { signal }: JobRun): Promise<void> {
    const expiring = await this.refreshes.expiring(WITHIN_SECONDS, MOST);
    await sideBySide(expiring, AT_A_TIME, async ({ id, user_id }) => {
      if (signal.aborted) return;
      const opened = this.database.as(user_id, () => this.credentials.open(user_id, id));
      await opened.catch((error: unknown) => {
        if (!(error instanceof AppError)) throw error;
      });
    });
  }
}
