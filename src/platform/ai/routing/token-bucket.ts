const MINUTE_MS = 60_000;

/**
 * A token bucket: holds a minute's worth of calls at most and refills evenly. It counts in parts of a call that flow in within
 * a millisecond, of which one call is 60,000: whole numbers, so that nothing is rounded away.
 */
export class TokenBucket {
  private parts: number;
  private filledAt: number;

  /** `perMinute` is a whole number, 0 limits nothing; times are whole milliseconds. */
  constructor(
    readonly perMinute: number,
    now = Date.now(),
  ) {
    this.parts = perMinute * MINUTE_MS;
    this.filledAt = now;
  }

  /**
   * Takes one; answers 0, or the milliseconds until it is there. One that would not be there within `mostMs` is not taken; those
   * that were taken ahead come first.
   */
  take(now = Date.now(), mostMs = 0): number {
    if (this.perMinute === 0) return 0;
    this.fill(now);
    const wait = Math.max(0, Math.ceil((MINUTE_MS - this.parts) / this.perMinute));
    if (wait <= mostMs) this.parts -= MINUTE_MS;
    return wait;
  }

  /** Puts one back that was taken and not used. */
  giveBack(): void {
    this.parts = Math.min(this.perMinute * MINUTE_MS, this.parts + MINUTE_MS);
  }

  /** Whole calls left at the moment; null without a limit. */
  left(now = Date.now()): number | null {
    if (this.perMinute === 0) return null;
    this.fill(now);
    return Math.max(0, Math.floor(this.parts / MINUTE_MS));
  }

  private fill(now: number): void {
    const since = Math.max(0, now - this.filledAt);
    this.parts = Math.min(this.perMinute * MINUTE_MS, this.parts + since * this.perMinute);
    this.filledAt = now;
  }
}
