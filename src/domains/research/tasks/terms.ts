import { setTimeout as pause } from 'node:timers/promises';
import { AppError } from '#kernel/errors';
import { TookTooLong } from '../research.errors.js';
import type { ReadingError } from './product.answers.dto.js';

/** Waiting for a host's turn included. */
export const ONE_PAGE_MS = 30_000;

/** On which terms a task is done. */
export interface Terms {
  /** Ends the task; what it has read by then stays kept. */
  readonly signal: AbortSignal;
  /** Reads pages also where a reading of the last 24 hours is at hand. */
  readonly fresh?: boolean | undefined;
}

/** The time that a task has. */
export class Deadline {
  /** Aborted when time is up, or the caller has gone. */
  readonly signal: AbortSignal;
  private readonly timer: AbortSignal;

  constructor(
    private readonly caller: AbortSignal,
    ms: number,
  ) {
    this.timer = AbortSignal.timeout(ms);
    this.signal = AbortSignal.any([caller, this.timer]);
  }

  get isOver(): boolean {
    return this.timer.aborted;
  }

  /** What the caller is told for an error; when the caller has gone, nobody is. */
  explain(error: unknown): unknown {
    this.caller.throwIfAborted();
    return this.isOver ? new TookTooLong() : error;
  }

  /** What failed of one page, in words. What is no failure of the page is thrown. */
  failureOf(url: string, error: unknown): ReadingError {
    const explained = this.explain(error);
    if (explained instanceof AppError) return { url, error: explained.message, code: explained.code };
    throw explained;
  }

  async pause(ms: number): Promise<void> {
    if (!this.signal.aborted) await pause(ms, undefined, { signal: this.signal }).catch(() => undefined);
    this.caller.throwIfAborted();
  }
}
