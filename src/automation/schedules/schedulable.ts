import type { Type } from '@nestjs/common';
import type { Trigger } from '#platform/clock/schedules/trigger';

/** What a schedule is made from: its name, and what its job will be told. */
export interface Prepared {
  readonly jobId: string;
  readonly payload: Readonly<Record<string, unknown>>;
  /** The campaign it belongs to by its nature. */
  readonly campaignId?: string | null | undefined;
}

/** When a schedule is due, how late that may become, and with which campaign it is to go. */
export interface When {
  readonly trigger: Trigger;
  readonly graceSeconds: number;
  readonly campaignId: string | undefined;
}

/** Something that a user may schedule by the API. */
export abstract class Schedulable<Body extends object = object> {
  /** The name of its `ScheduleKind`. */
  abstract readonly kind: string;
  /** Which payload it takes. */
  abstract readonly body: Type<Body>;
  abstract readonly triggers: readonly Trigger['type'][];
  /** Throws where what it names is not the owner's, or cannot be done. */
  abstract prepare(ownerId: string, body: Body, when: When): Promise<Prepared>;

  /** A schedule of this kind was cancelled; `payload` is what it was prepared with. */
  async cancelled(_ownerId: string, _payload: Readonly<Record<string, unknown>>): Promise<void> {}

  /** A schedule of this kind is about to be paused. */
  async paused(_ownerId: string, _payload: Readonly<Record<string, unknown>>): Promise<void> {}

  /** A schedule of this kind has been resumed. */
  async resumed(_ownerId: string, _payload: Readonly<Record<string, unknown>>): Promise<void> {}
}

export const SCHEDULABLES = Symbol('SCHEDULABLES');
