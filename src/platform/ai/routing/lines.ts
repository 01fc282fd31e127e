import { Injectable } from '@nestjs/common';
import { Settings } from '#platform/config/settings';
import type { AiProviderId } from '../ai-request.js';
import { AiFailure, type AiFailureKind } from '../providers/ai-failure.js';
import { Breaker, type BreakerState, type Pass } from './breaker.js';
import { jitterOf } from './pause.js';
import { TokenBucket } from './token-bucket.js';

const LINES_AT_MOST = 10_000;
/** What tells that the provider itself is in trouble; everything else is about one request or key. */
const TROUBLE: ReadonlySet<AiFailureKind> = new Set(['unavailable', 'timeout']);
/** What comes with the time to wait: to a 429 as well as to a 503 or 529, of a provider that is overloaded. */
const ASKS_TO_WAIT: ReadonlySet<AiFailureKind> = new Set(['limited', 'unavailable']);

export interface LineState {
  readonly breaker: BreakerState;
  readonly callsLeft: number | null;
  /** Until when it asked us to wait. */
  readonly pausedUntil: Date | null;
  readonly lastFailure: { readonly kind: AiFailureKind; readonly at: Date } | null;
}

/** The provider is left alone for having failed: there is no use in waiting for it. */
export class LineClosed extends AiFailure {}

/** The turn of a call would come later than it waits: it says how long that would be. */
export class LineFull extends AiFailure {}

/** What this process knows about one provider and one key: its breaker, its bucket, until when it asked us to wait. */
export class Line {
  private readonly breaker = new Breaker();
  private readonly bucket: TokenBucket;
  private pausedUntil = 0;
  private pausedFor: AiFailureKind = 'limited';
  private lastFailure: LineState['lastFailure'] = null;

  constructor(
    private readonly provider: AiProviderId,
    perMinute: number,
  ) {
    this.bucket = new TokenBucket(perMinute);
  }

  /** It has begun to answer: whatever comes of this call, it works. */
  proved(): void {
    this.breaker.succeeded();
  }

  /**
   * Takes a place for one call, which then enters or leaves the queue. Answers the milliseconds until its turn, `mostMs` at most;
   * throws `LineClosed` or `LineFull`.
   */
  queue(mostMs: number, now = Date.now()): number {
    if (this.breaker.state(now) === 'open') throw this.closed();
    const paused = this.pauseLeft(mostMs, now);
    const wait = this.bucket.take(now, mostMs);
    if (wait > mostMs) throw new LineFull(this.provider, 'limited', 'our own limit is reached', wait);
    return Math.max(paused, wait);
  }

  /**
   * Lets a call pass whose turn has come, or answers the milliseconds it has to wait because the provider has asked for it
   * meanwhile. Throws `LineClosed` or `LineFull`.
   */
  enter(mostMs: number, now = Date.now()): Pass | number {
    const paused = this.pauseLeft(mostMs, now);
    if (paused > 0) return paused;
    const pass = this.breaker.admits(now);
    if (!pass) throw this.closed();
    return pass;
  }

  /** A call that is not made after all gives its place back, to whoever comes next. */
  leaveQueue(): void {
    this.bucket.giveBack();
  }

  /** Every call that entered tells its outcome exactly once; null for one that was cancelled or was given too little time. */
  left(outcome: 'ok' | AiFailure | null, pass: Pass): void {
    if (outcome === 'ok') return this.breaker.succeeded();
    if (outcome === null) return this.breaker.toldNothing(pass);
    const { kind, retryAfterMs = 0 } = outcome;
    this.lastFailure = { kind, at: new Date() };
    if (ASKS_TO_WAIT.has(kind)) this.pause(kind, Date.now() + retryAfterMs);
    if (TROUBLE.has(kind)) this.breaker.failed();
    else if (kind === 'limited') this.breaker.toldNothing(pass);
    else this.breaker.succeeded();
  }

  state(): LineState {
    return {
      breaker: this.breaker.state(),
      callsLeft: this.bucket.left(),
      pausedUntil: this.pausedUntil > Date.now() ? new Date(this.pausedUntil) : null,
      lastFailure: this.lastFailure,
    };
  }

  private pause(kind: AiFailureKind, until: number): void {
    if (until <= this.pausedUntil) return;
    this.pausedUntil = until;
    this.pausedFor = kind;
  }

  /** How long the provider has asked us to wait, and a little longer: not all who wait come back at the same moment. */
  private pauseLeft(mostMs: number, now: number): number {
    const paused = this.pausedUntil - now;
    if (paused <= 0) return 0;
    if (paused > mostMs) throw new LineFull(this.provider, this.pausedFor, 'it asked us to wait', paused);
    return Math.min(paused + jitterOf(), mostMs);
  }

  private closed(): LineClosed {
    return new LineClosed(this.provider, 'unavailable', 'it has been failing');
  }
}

/** The lines of this process, by provider and key. The one unused for longest makes room. */
@Injectable()
export class Lines {
  private readonly lines = new Map<string, Line>();

  constructor(private readonly settings: Settings) {}

  of(provider: AiProviderId, key: string): Line {
    const name = `${provider} ${key}`;
    const line = this.lines.get(name) ?? new Line(provider, this.settings.aiRateLimit(provider));
    this.lines.delete(name);
    this.lines.set(name, line);
    const [oldest] = this.lines.keys();
    if (this.lines.size > LINES_AT_MOST && oldest !== undefined) this.lines.delete(oldest);
    return line;
  }
}
