import { Injectable } from '@nestjs/common';

/** Rows that go into one statement, so that none holds many locks or takes long. */
const AT_ONCE = 1_000;
/** A run does so much of each and leaves the rest to the next, so that a first one is no burden. */
const BATCHES_AT_MOST = 100;

/** What a room keeps for a time only. */
export interface KeptForATime {
  /** As a log names it: `ai_usage`. */
  readonly what: string;
  /** 0 for ever. */
  readonly keptMs: number;
  /** Deletes at most so many of those from before, the oldest first, and answers how many. */
  readonly forget: (before: Date, atMost: number) => Promise<number>;
}

/** Forgets what is older than its room keeps it, in small batches. Rooms say at their start what they keep and how long. */
@Injectable()
export class Retention {
  private readonly kept: KeptForATime[] = [];

  add(...kept: readonly KeptForATime[]): void {
    this.kept.push(...kept.filter(({ keptMs }) => keptMs > 0));
  }

  /** One that fails does not hold up the others; it is thrown at the end. */
  async run(signal: AbortSignal, now = Date.now()): Promise<void> {
    const failures: Error[] = [];
    for (const one of this.kept)
      await this.forget(one, new Date(now - one.keptMs), signal).catch((error: unknown) => {
        failures.push(new Error(`${one.what} could not be forgotten`, { cause: error }));
      });
    if (failures.length > 0) throw new AggregateError(failures, failures.map(String).join('; '));
  }

  private async forget({ forget }: KeptForATime, before: Date, signal: AbortSignal): Promise<void> {
    for (let batch = 0; batch < BATCHES_AT_MOST && !signal.aborted; batch++)
      if ((await forget(before, AT_ONCE)) < AT_ONCE) return;
  }
}
