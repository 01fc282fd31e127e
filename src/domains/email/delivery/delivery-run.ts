import { setTimeout as sleep } from 'node:timers/promises';
import type { OutgoingMessage } from './outgoing.js';

/** What a worker that is killed can leave in doubt at most: each lane has one mail on its way. */
const LANES = 5;
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
  /** Whether nothing more should be claimed for now. */
  isResting(): boolean;
  readonly leaseSeconds: number;
  /** Mails a second this process may send; 0 for no limit. */
  readonly perSecond: number;
}

/**
 * Five lanes that hand over mail until nothing is claimable or `stop` aborts. Claims only what can be handed over well
 * within the lease; what is in hand but not begun at the end is given back.
 */
export class DeliveryRun {
  private readonly hand: OutgoingMessage[] = [];
  private readonly giveUp = new AbortController();
  private refilling: Promise<void> | undefined;
  private busy = 0;
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
      await Promise.all(this.hand.splice(0).map((message) => this.work.release(message)));
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
    return this.stop.aborted || this.work.isResting();
  }

  private async next(): Promise<OutgoingMessage | undefined> {
    if (this.hand.length === 0) {
      this.refilling ??= this.refill().finally(() => (this.refilling = undefined));
      await this.refilling;
    }
    return this.isOver ? undefined : this.hand.shift();
  }

  /** A batch of which nothing passed the gates is followed by the next: behind it may wait many who may be written to. */
  private async refill(): Promise<void> {
    for (let passed: OutgoingMessage[] | undefined = []; passed?.length === 0 && !this.isOver;) {
      this.adapt();
      passed = await this.work.claim(this.batch);
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
