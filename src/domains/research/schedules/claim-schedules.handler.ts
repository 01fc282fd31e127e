import { Injectable } from '@nestjs/common';
import { cronTimes } from '#platform/clock/cron-line';
import { Handles } from '#platform/jobs/handles.decorator';
import type { JobHandler, JobRun } from '#platform/jobs/job';
import { Jobs } from '#platform/jobs/jobs';
import { DueScheduleRepository } from './due-schedule.repository.js';
import { type AskedByClock, ClaimSchedulesJob, RunScheduleJob } from './schedule.jobs.js';

const AT_ONCE = 100;

/** Hands out what is due: each becomes a job of its own. Runs that were missed are made up for once. */
@Injectable()
@Handles(ClaimSchedulesJob)
export class ClaimSchedulesHandler implements JobHandler<AskedByClock> {
  constructor(
    private readonly due: DueScheduleRepository,
    private readonly jobs: Jobs,
  ) {}

  async handle(_: AskedByClock, { signal }: JobRun): Promise<void> {
    while (!signal.aborted) if ((await this.claim()) < AT_ONCE) return;
  }

  private claim(): Promise<number> {
    return this.due.claim(AT_ONCE, async (due) => {
      const asked = due.map(({ id, user_id }) => ({ ownerId: user_id, scheduleId: id }));
      await this.jobs.sendAll(RunScheduleJob, asked);
      const now = new Date();
      return due.map(({ schedule_cron: line }) => cronTimes(line, now, 1)?.[0] ?? null);
    });
  }
}
