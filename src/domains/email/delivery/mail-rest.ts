const FAILURES_IN_A_ROW = 10;
const SHORTEST_MS = 2_000;
const LONGEST_MS = 60_000;

/** Lets a transport that cannot be used rest: after ten failures in a row nothing goes by it for a while, longer each time. */
export class MailRest {
  private failures = 0;
  private rests = 0;
  private until = 0;

  get isResting(): boolean {
    return Date.now() < this.until;
  }

  /** When it may be tried again. */
  get ends(): Date {
    return new Date(this.until);
  }

  /** An attempt found the transport usable, or not; it may have asked to be left alone for some seconds. */
  note(usable: boolean, askedSeconds?: number): void {
    if (usable) {
      this.failures = 0;
      this.rests = 0;
      return;
    }
    if (askedSeconds !== undefined) {
      this.until = Math.max(this.until, Date.now() + askedSeconds * 1_000);
      return;
    }
    this.failures += 1;
    if (this.failures < FAILURES_IN_A_ROW || this.isResting) return;
    this.until = Date.now() + Math.min(LONGEST_MS, SHORTEST_MS * 2 ** this.rests);
    this.rests += 1;
    this.failures = 0;
  }
}
