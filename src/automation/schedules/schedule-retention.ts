import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Schedules } from '#platform/clock/schedules/schedules';
import { Settings } from '#platform/config/settings';
import { Retention } from '#platform/retention/retention';

const DAY_MS = 86_400_000;

/** How long it is remembered what became of due times, and schedules that are over. */
@Injectable()
export class ScheduleRetention implements OnModuleInit {
  constructor(
    private readonly retention: Retention,
    private readonly schedules: Schedules,
    private readonly settings: Settings,
  ) {}

  onModuleInit(): void {
    const keptMs = this.settings.SCHEDULE_RETENTION_DAYS * DAY_MS;
    this.retention.add(
      {
        what: 'job_execution_logs',
        keptMs,
        forget: (before, atMost) => this.schedules.forgetExecutions(before, atMost),
      },
      {
        what: 'scheduled_jobs',
        keptMs,
        forget: (before, atMost) => this.schedules.forgetOver(before, atMost),
      },
    );
  }
}
