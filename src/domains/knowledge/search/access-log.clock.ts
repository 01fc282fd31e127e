import { Injectable } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { ClockRole } from '#platform/clock/clock-role';
import { Handles } from '#platform/jobs/handles.decorator';
import type { JobHandler } from '#platform/jobs/job';
import { Jobs } from '#platform/jobs/jobs';
import { type SweepAccessLogs, SweepAccessLogsJob } from '../knowledge.jobs.js';
import { AccessLogRepository } from './access-log.repository.js';

const SIX_HOURS_MS = 6 * 3_600_000;

/** Asks four times a day for old access logs to be removed. */
@Injectable()
export class AccessLogClock {
  constructor(
    private readonly jobs: Jobs,
    private readonly clock: ClockRole,
  ) {}

  @Interval(SIX_HOURS_MS)
  async tick(): Promise<void> {
    if (!this.clock.isOn) return;
    await this.jobs.send(SweepAccessLogsJob, {}, { singletonKey: 'sweep', singletonSeconds: 3_600 });
  }
}

@Injectable()
@Handles(SweepAccessLogsJob)
export class SweepAccessLogsHandler implements JobHandler<SweepAccessLogs> {
  constructor(private readonly logs: AccessLogRepository) {}

  async handle(): Promise<void> {
    await this.logs.sweep();
  }
}
