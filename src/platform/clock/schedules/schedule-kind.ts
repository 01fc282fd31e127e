import type { Type } from '@nestjs/common';

/** What a firing tells its job beside the payload of its schedule. */
export interface FiringPayload {
  readonly jobId: string;
  /** The time that was due, as `2026-12-01T09:00:00.000Z`. */
  readonly dueAt: string;
}

/** A declared job whose payload has `jobId` and `dueAt`; the field that names its tenant is filled with the schedule's owner. */
export interface FiringJob {
  readonly name: string;
  readonly payload: Type<FiringPayload>;
  readonly options: { readonly tenant?: string; readonly retryLimit?: number };
}

/** Something that can be scheduled: its name, and the job that each firing sends. */
export abstract class ScheduleKind {
  abstract readonly name: string;
  abstract readonly job: FiringJob;
}

/** All of them, gathered in `src/app.module.ts`. */
export const SCHEDULE_KINDS = Symbol('SCHEDULE_KINDS');
