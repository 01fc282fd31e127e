import { Injectable } from '@nestjs/common';

const FAILURES_IN_A_ROW = 10;
const SHORTEST_MS = 2_000;
const LONGEST_MS = 60_000;

/** Lets a mail server that cannot be used rest: after ten failures in a row nothing is claimed for a while, longer each time. */
@Injectable()
export class MailRest {
  private failures = 0;
  private rests = 0;
  private until = 0;

  get isResting(): boolean {
    return Date.now() < this.until;
  }

  /** An attempt found the server usable, or not. */
  note(usable: boolean): void {
    if (usable) {
      this.failures = 0;
      this.rests = 0;
      return;
    }
    this.failures += 1;
    if (this.failures < FAILURES_IN_A_ROW || this.isResting) return;
    this.until = Date.now() + Math.min(LONGEST_MS, SHORTEST_MS * 2 ** this.rests);
    this.rests += 1;
    this.failures = 0;
  }
}
