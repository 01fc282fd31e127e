import type { Trigger } from './trigger.js';

export const SCHEDULE_STATUSES = [
  'scheduled',
  'paused',
  'running',
  'completed',
  'failed',
  'cancelled',
] as const;
/** `running`: its last firing is at work. `completed` and `failed`: no time is to come, and how the last firing ended. */
export type ScheduleStatus = (typeof SCHEDULE_STATUSES)[number];

/** What is to be done, and when. */
export interface ScheduleWanted {
  /** The owner's name for it: one that exists is replaced. */
  readonly jobId: string;
  /** The name of a `ScheduleKind`. */
  readonly kind: string;
  readonly trigger: Trigger;
  /** What the job of its kind is told; who the owner is, `jobId` and `dueAt` are added at each firing. */
  readonly payload: Readonly<Record<string, unknown>>;
  readonly campaignId?: string | undefined;
  /** Of several times that have passed fires the last only. */
  readonly coalesce?: boolean | undefined;
  /** Firings at work at a time; a time that comes while there are so many is skipped. */
  readonly maxInstances?: number | undefined;
  /** How late a time may be fired; one that is later is missed. */
  readonly misfireGraceSeconds?: number | undefined;
}

/** A schedule as it is kept. */
export interface Schedule {
  readonly id: string;
  readonly jobId: string;
  readonly kind: string;
  readonly trigger: Trigger;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly campaignId: string | null;
  readonly status: ScheduleStatus;
  /** Of a paused one: it goes on with its campaign, and was not paused by itself. */
  readonly pausedWithCampaign: boolean;
  readonly coalesce: boolean;
  readonly maxInstances: number;
  readonly misfireGraceSeconds: number;
  /** Null while it is paused and once it is over. */
  readonly nextDueAt: string | null;
  readonly lastFiredAt: string | null;
  /** Firings at work. */
  readonly running: number;
  /** Firings so far. */
  readonly attempts: number;
  /** Why the last firing failed, or was missed; null when it was not. */
  readonly lastError: string | null;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** Which schedules of an owner are meant. */
export interface SchedulesWanted {
  readonly campaignId?: string | undefined;
  readonly kind?: string | undefined;
  readonly status?: ScheduleStatus | undefined;
  readonly page: {
    readonly limit: number;
    readonly cursor?: string | undefined;
    readonly offset?: number | undefined;
  };
}

const EXECUTION_STATUSES = [
  'running',
  'waiting',
  'completed',
  'failed',
  'missed',
  'skipped',
  'cancelled',
] as const;
/**
 * `waiting` until another firing of the schedule has ended; `missed` where it would have been later than its grace; `skipped`
 * where as many as may be were at work.
 */
export type ExecutionStatus = (typeof EXECUTION_STATUSES)[number];

/** One due time, and what became of it. */
export interface Execution {
  readonly id: string;
  readonly dueAt: string;
  readonly executionTime: string;
  readonly finishedAt: string | null;
  readonly status: ExecutionStatus;
  readonly byHand: boolean;
  /** Tries so far. */
  readonly attempts: number;
  readonly error: string | null;
  readonly results: Readonly<Record<string, unknown>>;
}
