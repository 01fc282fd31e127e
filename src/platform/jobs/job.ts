import type { Type } from '@nestjs/common';

/** How often a job is tried again by default. */
export const RETRY_LIMIT = 3;

/** How a job is tried: defaults are three retries with exponential back-off and five minutes for one attempt. */
export interface JobOptions<Payload> {
  /** The payload's field that names the user the handler runs as; without it the handler has no tenant. */
  readonly tenant?: keyof Payload & string;
  readonly retryLimit?: number;
  /** Seconds one attempt may take before another worker may try again. */
  readonly expireInSeconds?: number;
  /** How many jobs of this kind one process works on at a time. */
  readonly concurrency?: number;
  /** At most one waits, however often it is asked for; any number may be running. For work that is found, not handed over. */
  readonly oneWaiting?: boolean;
  /** Done also for a tenant whose account is about to be deleted. */
  readonly whileResting?: boolean;
}

/** Work that must happen later: declared by the room that asks for it, done by the one class that handles it. */
export interface Job<Payload extends object = object> {
  readonly name: string;
  readonly payload: Type<Payload>;
  readonly options: JobOptions<Payload>;
}

/** One attempt at a job. */
export interface JobRun {
  readonly id: string;
  /** 1 for the first attempt. */
  readonly attempt: number;
  /** Aborts when the process stops or the attempt has expired. */
  readonly signal: AbortSignal;
}

export interface JobHandler<Payload extends object> {
  handle(payload: Payload, run: JobRun): Promise<void>;
}

const declared = new Map<string, Job>();

/** Declares a job, `room.verb-noun`; its payload is a class whose validators are checked when it is sent and when it is read. */
export function defineJob<Payload extends object>(
  name: string,
  payload: Type<Payload>,
  options: JobOptions<Payload> = {},
): Job<Payload> {
  if (declared.has(name)) throw new Error(`Job ${name} is declared twice`);
  const job: Job<Payload> = { name, payload, options };
  declared.set(name, job as unknown as Job);
  return job;
}

export function declaredJobs(): Job[] {
  return [...declared.values()];
}
