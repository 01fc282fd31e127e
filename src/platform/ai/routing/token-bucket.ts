const MINUTE_MS = 60_000;

/** A token bucket: holds a minute's worth of calls at most and refills evenly. */
export class TokenBucket {
  private tokens: number;
  private filledAt: number;

  /** `perMinute` 0 limits nothing. */
  constructor(
    readonly perMinute: number,
    now = Date.now(),
  ) {
    this.tokens = perMinute;
    this.filledAt = now;
  }

  /** Takes one; answers 0, or the milliseconds until there is one, and then has taken none. */
  take(now = Date.now()): number {
    if (this.perMinute === 0) return 0;
    this.fill(now);
    if (this.tokens >= 1) {
      this.tokens--;
      return 0;
    }
    return Math.ceil(((1 - this.tokens) * MINUTE_MS) / this.perMinute);
  }

  /** Whole calls left at the moment; null without a limit. */
  left(now = Date.now()): number | null {
    if (this.perMinute === 0) return null;
    this.fill(now);
    return Math.floor(this.tokens);
  }

  private fill(now: number): void {
    const since = Math.max(0, now - this.filledAt);
    this.tokens = Math.min(this.perMinute, this.tokens + (since * this.perMinute) / MINUTE_MS);
    this.filledAt = now;
  }
}
