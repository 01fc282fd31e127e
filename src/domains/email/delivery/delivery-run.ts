import { setTimeout as sleep } from 'node:timers/promises';
import type { OutgoingMessage } from './outgoing.js';

/**
 * More than there are connections to a server: while those wait for it and for the books, the others write the next mails.
 * Lanes that are at the same step share one statement. Of an SMTP server only a mail that has a connection is armed, so that a
 * worker that is killed leaves as many in doubt as it has connections; of a provider that is asked over HTTP, one for each lane.
 */
const LANES = 38;
const SMALLEST_BATCH = 10;
const LARGEST_BATCH = 200;
const STRAGGLERS_MS = 250;
const GIVE_UP_AFTER_MS = 12_000;

/** What a run needs from the rest of the room. */
export interface DeliveryWork {
  /** Messages that have passed every gate: perhaps none of those claimed. Undefined when none is due. */
  claim(limit: number): Promise<OutgoingMessage[] | undefined>;
  deliver(message: OutgoingMessage, signal: AbortSignal): Promise<void>;
  release(message: OutgoingMessage): Promise<void>;
  /** Settles once it is written down what became of all that were delivered. */
  written(): Promise<void>;
  readonly leaseSeconds: number;
  /** Mails a second this process may send; 0 for no limit. */
  readonly perSecond: number;
}

/**
 * Lanes that hand over mail until nothing is claimable or `stop` aborts. Claims only what can be handed over well
 * within the lease; what is in hand but not begun at the end is given back.
 */
export class DeliveryRun {
  private readonly hand: OutgoingMessage[] = [];
  private readonly giveUp = new AbortController();
  private refilling: Promise<void> | undefined;
  private busy = 0;
  /** The last claim gave about what it asked for. */
  private isPlenty = false;
  private batch = SMALLEST_BATCH * 2;
  private filledAt = 0;

  constructor(
    private readonly work: DeliveryWork,
    private readonly stop: AbortSignal,
  ) {}

  async run(): Promise<void> {
    const giveUpLater = () => setTimeout(() => this.giveUp.abort(), GIVE_UP_AFTER_MS).unref();
    this.stop.addEventListener('abort', giveUpLater, { once: true });
    try {
      await Promise.all(Array.from({ length: LANES }, () => this.lane()));
    } finally {
      this.stop.removeEventListener('abort', giveUpLater);
      await this.refilling?.catch(() => undefined);
      await Promise.all(this.hand.splice(0).map((message) => this.work.release(message)));
      await this.work.written();
    }
  }

  private async lane(): Promise<void> {
    while (!this.isOver) {
      const message = await this.next();
      if (message) {
        this.busy += 1;
        await this.work.deliver(message, this.giveUp.signal).finally(() => (this.busy -= 1));
      } else if (this.busy === 0) return;
      // Others are still at work: what they put back, or what falls due meanwhile, is not left to wait for the clock.
      else await sleep(STRAGGLERS_MS, undefined, { signal: this.stop }).catch(() => undefined);
    }
  }

  private get isOver(): boolean {
    return this.stop.aborted;
  }

  /** While there is plenty, the next batch is asked for before this one is gone; only with empty hands a lane waits for it. */
  private async next(): Promise<OutgoingMessage | undefined> {
    const isEmpty = this.hand.length === 0;
    if (isEmpty || (this.isPlenty && this.hand.length <= this.batch / 4)) {
      this.refilling ??= this.refill().finally(() => (this.refilling = undefined));
      if (isEmpty) await this.refilling;
      else this.refilling.catch(() => undefined);
    }
    return this.isOver ? undefined : this.hand.shift();
  }

  /** A batch of which nothing passed the gates is followed by the next: behind it may wait many who may be written to. */
  private async refill(): Promise<void> {
    for (let passed: OutgoingMessage[] | undefined = []; passed?.length === 0 && !this.isOver;) {
      this.adapt();
      this.isPlenty = false;
      passed = await this.work.claim(this.batch);
      this.isPlenty = (passed?.length ?? 0) > this.batch / 2;
      this.hand.push(...(passed ?? []));
    }
  }

  /** Doubles what is claimed at once while it is gone in a second, halves it when it takes a sixth of the lease. */
  private adapt(): void {
    const now = performance.now();
    const took = (now - this.filledAt) / 1000;
    if (this.filledAt > 0 && took < 1) this.batch = Math.min(LARGEST_BATCH, this.batch * 2);
    if (took > this.work.leaseSeconds / 6) this.batch = Math.max(SMALLEST_BATCH, Math.floor(this.batch / 2));
    const { perSecond } = this.work;
    if (perSecond > 0)
      this.batch = Math.max(1, Math.min(this.batch, Math.floor((perSecond * this.work.leaseSeconds) / 6)));
    this.filledAt = now;
  }
}
