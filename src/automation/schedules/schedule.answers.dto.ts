import type { ExecutionStatus, ScheduleStatus } from '#platform/clock/schedules/schedule';
import { ScheduleTrigger } from './schedule.dto.js';

/** Something to be done at a time, and how it goes. */
export class ScheduleView {
  /** As its paths name it. @example 'social_post_0195c9a4-5a86-7d5e-8f3c-2f6f9f0b7a10' */
  id!: string;
  /** @example 'social_post' */
  kind!: string;
  /** `running`: its last run is at work; `completed` and `failed`: no time is to come. @example 'scheduled' */
  status!: ScheduleStatus;
  campaign_id!: string | null;
  trigger!: ScheduleTrigger;
  /** What it is about. */
  payload!: Record<string, unknown>;
  /** Null while it is paused and once it is over. */
  next_run_time!: string | null;
  last_run_time!: string | null;
  /** Runs so far. @example 4 */
  runs!: number;
  /** Runs at work. @example 0 */
  running!: number;
  /** Why the last run failed or was missed; null when it was not. */
  last_error!: string | null;
  /** @example false */
  coalesce!: boolean;
  /** @example 3 */
  max_instances!: number;
  /** In seconds. @example 300 */
  misfire_grace_time!: number;
  created_at!: string;
  updated_at!: string;
}

/** One due time of a schedule, and what became of it. */
export class ExecutionView {
  id!: string;
  due_at!: string;
  execution_time!: string;
  finished_at!: string | null;
  /** `missed` where it would have been too late; `skipped` where as many runs as may be were at work. @example 'completed' */
  status!: ExecutionStatus;
  /** Whether somebody asked for it, or its time had come. @example false */
  by_hand!: boolean;
  /** Tries so far. @example 1 */
  attempts!: number;
  error!: string | null;
  /** What came of it. */
  results!: Record<string, unknown>;
}

/** A schedule with its last due times. */
export class ScheduleWithExecutions extends ScheduleView {
  /** The last twenty, the last first. */
  executions!: ExecutionView[];
}

export class ScheduleCancelled {
  /** Whether there was something to cancel. @example true */
  cancelled!: boolean;
}
