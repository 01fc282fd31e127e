const FAILURES_TO_OPEN = 5;
const OPEN_MS = 30_000;

/** What a breaker says: `closed` all pass, `open` none, `half-open` one probe decides. */
export type BreakerState = 'closed' | 'open' | 'half-open';

/** What lets one call pass: the probe's is its own, all others share one. */
export interface Pass {
  readonly isProbe: boolean;
}

const PLAIN: Pass = { isProbe: false };

/**
 * Keeps calls away from a provider that keeps failing: opens after 5 failures in a row, probes after 30 seconds. Calls that
 * told nothing, cancelled or too short for an answer, stand between failures without ending the row.
 */
export class Breaker {
  private failures = 0;
  private opensAgainAt = 0;
  private probe: Pass | undefined;

  state(now = Date.now()): BreakerState {
    if (this.failures < FAILURES_TO_OPEN) return 'closed';
    return now < this.opensAgainAt ? 'open' : 'half-open';
  }

  /** Lets a call pass, or none: null. In half-open the first to ask is the probe, until its outcome is told. */
  admits(now = Date.now()): Pass | null {
    const state = this.state(now);
    if (state === 'closed') return PLAIN;
    if (state === 'open' || this.probe) return null;
    this.probe = { isProbe: true };
    return this.probe;
  }

  succeeded(): void {
    this.failures = 0;
    this.probe = undefined;
  }

  failed(now = Date.now()): void {
    this.failures++;
    this.probe = undefined;
    if (this.failures >= FAILURES_TO_OPEN) this.opensAgainAt = now + OPEN_MS;
  }

  /**
   * A call ended without telling anything about the provider. The probe makes room for the next one; a call that began
   * before there was a probe does not.
   */
  toldNothing(pass: Pass): void {
    if (pass === this.probe) this.probe = undefined;
  }
}
