const FAILURES_TO_OPEN = 5;
const OPEN_MS = 30_000;

/** What a breaker says: `closed` all pass, `open` none, `half-open` one probe decides. */
export type BreakerState = 'closed' | 'open' | 'half-open';

/**
 * Keeps calls away from a provider that keeps failing: opens after 5 failures in a row, probes after 30 seconds. Calls that
 * told nothing, cancelled or too short for an answer, stand between failures without ending the row.
 */
export class Breaker {
  private failures = 0;
  private opensAgainAt = 0;
  private probing = false;

  state(now = Date.now()): BreakerState {
    if (this.failures < FAILURES_TO_OPEN) return 'closed';
    return now < this.opensAgainAt ? 'open' : 'half-open';
  }

  /** Whether a call may be made. In half-open the first to ask is the probe, until its outcome is told. */
  admits(now = Date.now()): boolean {
    const state = this.state(now);
    if (state === 'open' || (state === 'half-open' && this.probing)) return false;
    this.probing = state === 'half-open';
    return true;
  }

  succeeded(): void {
    this.failures = 0;
    this.probing = false;
  }

  failed(now = Date.now()): void {
    this.failures++;
    this.probing = false;
    if (this.failures >= FAILURES_TO_OPEN) this.opensAgainAt = now + OPEN_MS;
  }

  /** A call ended without telling anything about the provider. */
  toldNothing(): void {
    this.probing = false;
  }
}
