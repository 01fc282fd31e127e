import { Injectable } from '@nestjs/common';
import { AppError } from '#kernel/errors';
import { Handles } from '#platform/jobs/handles.decorator';
import type { JobHandler, JobRun } from '#platform/jobs/job';
import { ScraperService } from '../tasks/scraper.service.js';
import { type ReadingAnswer, scheduledTask } from './scheduled-tasks.js';
import { type RunSchedule, RunScheduleJob } from './schedule.jobs.js';
import type { ScrapeSchedule } from './schedule.dto.js';
import { type RunOutcome, ScheduleRepository } from './schedule.repository.js';

/** Reads what a schedule names, anew; what comes of it is kept like every reading. */
@Injectable()
@Handles(RunScheduleJob)
export class RunScheduleHandler implements JobHandler<RunSchedule> {
  constructor(
    private readonly schedules: ScheduleRepository,
    private readonly scraper: ScraperService,
  ) {}

  /** One that has been deleted or laid to rest meanwhile is not run. What cannot be read is told in the schedule. */
  async handle({ ownerId, scheduleId }: RunSchedule, { signal }: JobRun): Promise<void> {
    const schedule = await this.schedules.find(ownerId, scheduleId);
    if (!schedule?.is_active) return;
    await this.schedules.ran(ownerId, scheduleId, await this.run(ownerId, schedule, signal));
  }

  private async run(
    ownerId: string,
    { scrape_type, config }: Pick<ScrapeSchedule, 'scrape_type' | 'config'>,
    signal: AbortSignal,
  ): Promise<RunOutcome> {
    const task = scheduledTask(scrape_type, config);
    if (!task) return failed(`There is no task ${scrape_type.slice(0, 100)}.`);
    if ('issues' in task) return failed(task.issues.map(({ message }) => message).join(', '));
    try {
      return outcomeOf(await task.run(this.scraper, ownerId, { signal, fresh: true }));
    } catch (error) {
      if (signal.aborted || !(error instanceof AppError)) throw error;
      return failed(error.message);
    }
  }
}

const failed = (error: string): RunOutcome => ({ lastResultId: null, error });

/** The page that was read last; of many pages none of which could be read, why the first could not. */
function outcomeOf({ result_id, result_ids, results = [], products = [] }: ReadingAnswer): RunOutcome {
  const lastResultId =
    result_id ?? result_ids?.at(-1) ?? textsIn([...results, ...products], 'result_id').at(-1) ?? null;
  return { lastResultId, error: lastResultId === null ? (textsIn(results, 'error')[0] ?? null) : null };
}

function textsIn(pages: readonly object[], field: string): string[] {
  return pages.flatMap((page) => {
    const value: unknown = Reflect.get(page, field);
    return typeof value === 'string' ? value : [];
  });
}
