import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { TooManyRequests } from './http.errors.js';
import { networkOf } from './network-of.js';
import { RateRepository } from './rate.repository.js';

const SETTLE_EVERY_MS = 500;
const MINUTE_MS = 60_000;
const SUBJECTS_AT_MOST = 200_000;
/** Makes room for so many, so that it is not made for each. */
const ROOM = 20_000;
/** Whoever comes when there is no room is counted together with all others who do. */
const LATECOMERS = 'latecomers';

interface Count {
  window: number;
  /** What all instances had let through when last asked. */
  shared: number;
  /** What this instance has let through since. */
  unsettled: number;
}

export interface Verdict {
  allowed: boolean;
  remaining: number;
  /** Seconds until the window ends. */
  resetIn: number;
}

/**
 * Counts requests per subject and minute. Each instance counts in memory and adds its share to Postgres in batches every
 * half second, so no request writes; several instances together may overrun a limit by what they answer in that time.
 */
@Injectable()
export class RateLimits implements OnApplicationShutdown {
  private readonly logger = new Logger(RateLimits.name);
  private readonly counts = new Map<string, Count>();
  private timer: NodeJS.Timeout | undefined;
  private settling: Promise<void> | undefined;
  /** Until the next shares are added up, nobody need look for room again. */
  private hasNoRoom = false;

  constructor(private readonly rates: RateRepository) {}

  /** Counts one request of the subject against `limit` a minute. */
  take(subject: string, limit: number, now = Date.now()): Verdict {
    const window = Math.floor(now / MINUTE_MS);
    const count = this.countOf(subject, window);
    const used = count.shared + count.unsettled;
    const resetIn = Math.max(1, Math.ceil(((window + 1) * MINUTE_MS - now) / 1000));
    if (used >= limit) return { allowed: false, remaining: 0, resetIn };
    count.unsettled++;
    this.timer ??= setTimeout(() => void this.settle(), SETTLE_EVERY_MS).unref();
    return { allowed: true, remaining: limit - used - 1, resetIn };
  }

  /** Seconds until the subject may come again; 0 when it may now. Counts nothing. */
  waitOf(subject: string, limit: number, now = Date.now()): number {
    const count = this.counts.get(subject);
    if (!count || count.window !== Math.floor(now / MINUTE_MS)) return 0;
    return count.shared + count.unsettled < limit ? 0 : Math.ceil((MINUTE_MS - (now % MINUTE_MS)) / 1_000);
  }

  async onApplicationShutdown(): Promise<void> {
    clearTimeout(this.timer);
    await this.settling;
  }

  private countOf(subject: string, window: number): Count {
    const known = this.counts.get(subject);
    if (known && known.window === window) return known;
    const isFull = this.counts.size >= SUBJECTS_AT_MOST && !known && subject !== LATECOMERS;
    if (isFull && !this.makeRoom(window)) return this.countOf(LATECOMERS, window);
    const count = { window, shared: 0, unsettled: 0 };
    // Those that came first stand first.
    this.counts.delete(subject);
    this.counts.set(subject, count);
    return count;
  }

  /**
   * Forgets windows that are over, and then counts that have been here longest: what was used is in Postgres, and comes back with
   * the next share. False where nothing can go, because Postgres has not been told of it.
   */
  private makeRoom(window: number): boolean {
    if (this.hasNoRoom) return false;
    for (const [subject, count] of this.counts) if (count.window < window) this.counts.delete(subject);
    for (const [subject, { unsettled }] of this.counts) {
      if (this.counts.size <= SUBJECTS_AT_MOST - ROOM) break;
      if (unsettled === 0) this.counts.delete(subject);
    }
    this.hasNoRoom = this.counts.size > SUBJECTS_AT_MOST - ROOM;
    return this.counts.size < SUBJECTS_AT_MOST;
  }

  private settle(): Promise<void> {
    this.timer = undefined;
    this.hasNoRoom = false;
    this.settling = this.addUp().catch((error: unknown) => {
      this.logger.warn(
        `Rate counts could not be shared: ${error instanceof Error ? error.message : String(error)}`,
      );
    });
    return this.settling;
  }

  private async addUp(): Promise<void> {
    const current = Math.floor(Date.now() / MINUTE_MS);
    const shares = new Map<string, { window: number; hits: number }>();
    for (const [subject, count] of this.counts) {
      if (count.unsettled > 0) shares.set(subject, { window: count.window, hits: count.unsettled });
      if (count.window < current - 1) this.counts.delete(subject);
    }
    if (shares.size === 0) return;
    for (const { subject, hits } of await this.rates.add(shares)) {
      const count = this.counts.get(subject);
      const share = shares.get(subject);
      if (!count || !share || count.window !== share.window) continue;
      count.unsettled -= share.hits;
      count.shared = hits;
    }
  }
}

/** For routes outside the framework: counts a request against its address, and throws when there are too many. */
export function countPerAddress(limits: RateLimits, limit: number): (request: FastifyRequest) => void {
  return ({ ip }) => {
    if (limit === 0) return;
    const verdict = limits.take(`anonymous ${networkOf(ip)}`, limit);
    if (!verdict.allowed) throw new TooManyRequests(limit).after(verdict.resetIn);
  };
}
