import { setTimeout as sleep } from 'node:timers/promises';
import type { ClaimedDelivery } from './delivery.js';

const LARGEST_BATCH = 200;
const LINES_REMEMBERED = 1_000;
const STRAGGLERS_MS = 250;
const SPREAD_EVERY_MS = 100;
const GIVE_UP_AFTER_MS = 12_000;

/** What a run needs from the rest of the room. */
export interface DispatchWork {
  /** Makes deliveries of what has happened; answers of how many events. */
  spread(): Promise<number>;
  claim(quotas: readonly { id: string; quota: number }[], others: number): Promise<ClaimedDelivery[]>;
  /** Sends one and notes what became of it; never throws. */
  deliver(delivery: ClaimedDelivery, signal: AbortSignal): Promise<void>;
  release(deliveries: readonly ClaimedDelivery[]): Promise<void>;
  readonly lanes: number;
  readonly lanesPerHook: number;
  /** Milliseconds for which what was claimed may still be begun. */
  readonly freshMs: number;
}

/** What is in hand for one webhook. */
interface Line {
  readonly hand: { readonly delivery: ClaimedDelivery; readonly until: number }[];
  busy: number;
  batch: number;
  filledAt: number;
  isQueued: boolean;
  /** Its last attempts have failed, so the next may take as long as one may. */
  isFailing: boolean;
}

/**
 * Sends deliveries until none is due or `stop` aborts: so many at once, so many of them to one webhook, and half of them at most
 * to webhooks that fail, so that servers that hang keep nobody else waiting. What is in hand but not begun at the end is given back.
 */
export class DispatchRun {
  private readonly lines = new Map<string, Line>();
  /** Lines whose next may begin, in turn. */
  private readonly queue: Line[] = [];
  /** Failing lines that wait for a lane of theirs. */
  private readonly parked: Line[] = [];
  private readonly giveUp = new AbortController();
  private busy = 0;
  private busyWithFailing = 0;
  private spreadAt = 0;
  private wake: () => void = () => undefined;

  constructor(
    private readonly work: DispatchWork,
    private readonly stop: AbortSignal,
  ) {}

  async run(): Promise<void> {
    const giveUpLater = () => {
      this.wake();
      setTimeout(() => this.giveUp.abort(), GIVE_UP_AFTER_MS).unref();
    };
    this.stop.addEventListener('abort', giveUpLater, { once: true });
    try {
      while (!this.stop.aborted && (await this.turn()));
    } finally {
      await this.ended();
      this.stop.removeEventListener('abort', giveUpLater);
    }
  }

  /** False when there is nothing left to do. */
  private async turn(): Promise<boolean> {
    const claimed = this.busy < this.work.lanes ? await this.refill() : 0;
    this.begin();
    // Meanwhile what is in hand is on its way.
    const spread = await this.spread();
    if (spread === 0 && claimed === 0 && this.busy === 0) return false;
    if (spread === 0 && claimed === 0) await this.next();
    return true;
  }

  private async spread(): Promise<number> {
    if (this.busy > 0 && performance.now() - this.spreadAt < SPREAD_EVERY_MS) return 0;
    const taken = await this.work.spread();
    this.spreadAt = performance.now();
    return taken;
  }

  private async refill(): Promise<number> {
    const now = performance.now();
    const quotas = [...this.lines].map(([id, line]) => ({ id, quota: this.quotaOf(line, now) }));
    const claimed = await this.work.claim(quotas, this.work.lanesPerHook);
    const until = performance.now() + this.work.freshMs;
    for (const delivery of claimed) {
      const line = this.lineOf(delivery.webhookId);
      line.filledAt = now;
      line.isFailing = delivery.isFailing;
      line.hand.push({ delivery, until });
      this.enqueue(line);
    }
    return claimed.length;
  }

  /** Doubles what is claimed at once while it is gone in a second, halves it when it takes a sixth of the lease. */
  private quotaOf(line: Line, now: number): number {
    if (line.hand.length > 0 || line.busy >= this.work.lanesPerHook) return 0;
    const took = now - line.filledAt;
    if (took < 1_000) line.batch = Math.min(LARGEST_BATCH, line.batch * 2);
    if (took > this.work.freshMs / 6) line.batch = Math.max(this.work.lanesPerHook, line.batch >> 1);
    return line.batch;
  }

  private lineOf(id: string): Line {
    const known = this.lines.get(id);
    if (known) return known;
    if (this.lines.size >= LINES_REMEMBERED)
      for (const [other, { hand, busy }] of this.lines)
        if (hand.length === 0 && busy === 0) this.lines.delete(other);
    const batch = this.work.lanesPerHook;
    const line: Line = { hand: [], busy: 0, batch, filledAt: 0, isQueued: false, isFailing: false };
    this.lines.set(id, line);
    return line;
  }

  private enqueue(line: Line): void {
    if (line.isQueued || line.hand.length === 0 || line.busy >= this.work.lanesPerHook) return;
    line.isQueued = true;
    this.queue.push(line);
  }

  /** In turn from each line, so that none of them takes all lanes. */
  private begin(): void {
    while (this.busy < this.work.lanes) {
      const line = this.queue.shift();
      if (!line) return;
      if (line.isFailing && this.busyWithFailing >= this.work.lanes / 2) {
        this.parked.push(line);
        continue;
      }
      line.isQueued = false;
      const next = line.hand.shift();
      // What has lain here for too long belongs to whoever claims it next.
      if (next && next.until > performance.now()) void this.send(next.delivery, line);
      this.enqueue(line);
    }
  }

  private async send(delivery: ClaimedDelivery, line: Line): Promise<void> {
    const failing = delivery.isFailing ? 1 : 0;
    line.busy += 1;
    this.busy += 1;
    this.busyWithFailing += failing;
    await this.work.deliver(delivery, this.giveUp.signal);
    line.busy -= 1;
    this.busy -= 1;
    this.busyWithFailing -= failing;
    if (failing > 0) this.queue.push(...this.parked.splice(0, 1));
    this.enqueue(line);
    this.begin();
    if (line.hand.length === 0) this.wake();
  }

  /** Until a line is empty, or for a moment. */
  private async next(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.wake = resolve;
    const over = new AbortController();
    await Promise.race([
      promise,
      sleep(STRAGGLERS_MS, undefined, { signal: over.signal }).catch(() => undefined),
    ]);
    over.abort();
  }

  private async ended(): Promise<void> {
    const left = [...this.lines.values()].flatMap(({ hand }) => hand.splice(0));
    await this.work.release(left.map(({ delivery }) => delivery));
    while (this.busy > 0) await this.next();
  }
}
