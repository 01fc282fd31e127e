import { IsBoolean, IsIn, IsObject, IsString, Matches, MaxLength } from 'class-validator';
import { MayBeLeftOut } from '#platform/http/may-be-left-out.decorator';
import { SCHEDULED_TASKS, type ScheduledTask } from './scheduled-tasks.js';

const ONE_LINE = /^(?=.*\S)[^\p{Cc}]+$/u;

/** A reading that comes again. */
export class NewSchedule {
  /** @example 'Prices of the competition' */
  @IsString()
  @MaxLength(200)
  @Matches(ONE_LINE, { message: 'name must be one line of text' })
  name!: string;

  /** A task of the scraper. @example 'scrape_page' */
  @IsIn(SCHEDULED_TASKS)
  scrape_type!: ScheduledTask;

  /** What the route of that task takes. @example { "url": "https://example.com/prices" } */
  @IsObject()
  config!: Record<string, unknown>;

  /** When: minute, hour, day of the month, month, day of the week, in UTC; at most four times an hour. @example '0 7 * * 1-5' */
  @IsString()
  @MaxLength(100)
  schedule_cron!: string;

  /** @example true */
  @MayBeLeftOut()
  @IsBoolean()
  is_active: boolean = true;
}

/** What may be changed of a schedule; what is left out stays as it is. */
export class ScheduleChanges {
  @MayBeLeftOut()
  @IsString()
  @MaxLength(200)
  @Matches(ONE_LINE, { message: 'name must be one line of text' })
  name?: string;

  /** What its task takes. */
  @MayBeLeftOut()
  @IsObject()
  config?: Record<string, unknown>;

  @MayBeLeftOut()
  @IsString()
  @MaxLength(100)
  schedule_cron?: string;

  /** A schedule that rests is not run. */
  @MayBeLeftOut()
  @IsBoolean()
  is_active?: boolean;
}

/** A reading that comes again, and how it went last. */
export class ScrapeSchedule {
  id!: string;
  name!: string;
  /** A task of the scraper; other words stand in older rows, which rest. @example 'scrape_page' */
  scrape_type!: string;
  config!: Record<string, unknown>;
  /** @example '0 7 * * 1-5' */
  schedule_cron!: string;
  is_active!: boolean;
  last_run_at!: string | null;
  /** Null while it rests, and where its line names no time that comes. */
  next_run_at!: string | null;
  /** The last page that was read: `/api/scraper/results/{id}`. */
  last_result_id!: string | null;
  /** Why the last run failed; null when it did not. */
  last_error!: string | null;
  created_at!: string;
  updated_at!: string;
}

export class ScheduleDeleted {
  deleted!: true;
}
