import { Injectable } from '@nestjs/common';
import type { FieldIssue } from '#kernel/errors';
import { isUuid } from '#kernel/ids';
import type { Page } from '#kernel/page';
import { withoutUndefined } from '#kernel/without-undefined';
import { Database } from '#platform/database/database';
import { cronTimes } from '#platform/clock/cron-line';
import type { PageQuery } from '#platform/http/page-query';
import { ScheduleNotFound, ScheduleUnfit, TooManySchedules } from '../research.errors.js';
import type { NewSchedule, ScheduleChanges, ScrapeSchedule } from './schedule.dto.js';
import { ScheduleRepository } from './schedule.repository.js';
import { scheduledTask } from './scheduled-tasks.js';

const MOST_SCHEDULES = 20;
const LEAST_GAP_MS = 15 * 60_000;
/** How many times of a line are held against the gap: more than a day of the densest that fits. */
const TIMES_LOOKED_AT = 100;

/** Readings that come again, at most 20 of an owner, each at most four times an hour. */
@Injectable()
export class ScheduleService {
  constructor(
    private readonly database: Database,
    private readonly schedules: ScheduleRepository,
  ) {}

  list(ownerId: string, page: PageQuery): Promise<Page<ScrapeSchedule>> {
    return this.schedules.list(ownerId, page);
  }

  async get(ownerId: string, id: string): Promise<ScrapeSchedule> {
    return found(isUuid(id) ? await this.schedules.find(ownerId, id) : undefined);
  }

  async create(ownerId: string, wanted: NewSchedule): Promise<ScrapeSchedule> {
    const nextRunAt = comingTime(wanted);
    const added = await this.schedules.add(ownerId, wanted, { nextRunAt, atMost: MOST_SCHEDULES });
    if (!added) throw new TooManySchedules(MOST_SCHEDULES);
    return added;
  }

  change(ownerId: string, id: string, changes: ScheduleChanges): Promise<ScrapeSchedule> {
    return this.database.transaction(async () => {
      const old = await this.get(ownerId, id);
      const { name, config, schedule_cron, is_active } = { ...old, ...withoutUndefined({ ...changes }) };
      const nextRunAt = comingTime({ scrape_type: old.scrape_type, config, schedule_cron, is_active });
      // A run that is due stays due, unless the line changes.
      const isSame = is_active === old.is_active && schedule_cron === old.schedule_cron;
      return found(
        await this.schedules.change(ownerId, id, {
          name,
          config: JSON.stringify(config),
          schedule_cron,
          is_active,
          ...(!isSame && { next_run_at: nextRunAt?.toISOString() ?? null }),
        }),
      );
    });
  }

  async remove(ownerId: string, id: string): Promise<void> {
    if (!isUuid(id) || !(await this.schedules.remove(ownerId, id))) throw new ScheduleNotFound();
  }
}

/** When it comes next, null while it rests; refused where the config does not fit its task, or the line comes too often. */
function comingTime({
  scrape_type,
  config,
  schedule_cron: line,
  is_active,
}: Pick<ScrapeSchedule, 'scrape_type' | 'config' | 'schedule_cron' | 'is_active'>): Date | null {
  const times = cronTimes(line, new Date(), TIMES_LOOKED_AT);
  const task = scheduledTask(scrape_type, config);
  const issues: FieldIssue[] = [
    ...(task && 'issues' in task ? task.issues : []),
    ...(task ? [] : [{ path: 'scrape_type', message: 'scrape_type is no task of the scraper' }]),
    ...(times === null || times.length === 0
      ? [
          {
            path: 'schedule_cron',
            message: 'schedule_cron must be a cron line of five fields whose time comes',
          },
        ]
      : isTooDense(times)
        ? [{ path: 'schedule_cron', message: 'schedule_cron must leave 15 minutes between two readings' }]
        : []),
  ];
  if (issues.length > 0) throw new ScheduleUnfit().withIssues(issues);
  return is_active ? (times?.[0] ?? null) : null;
}

function isTooDense(times: readonly Date[]): boolean {
  return times.some((time, at) => at > 0 && time.getTime() - (times[at - 1]?.getTime() ?? 0) < LEAST_GAP_MS);
}

function found(schedule: ScrapeSchedule | undefined): ScrapeSchedule {
  if (!schedule) throw new ScheduleNotFound();
  return schedule;
}
