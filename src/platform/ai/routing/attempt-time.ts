import type { AiProviderId } from '../ai-request.js';
import { AiFailure } from '../providers/ai-failure.js';

/** How long one attempt may take, in milliseconds. */
export interface AttemptLimits {
  /** How long the provider may be silent. */
  readonly timeoutMs: number;
  /** How long it may do so again and again before its first word, while others could be asked. */
  readonly shareMs: number;
}

/**
 * The time-out of one attempt: it runs while the provider is waited for, begins anew with each sign of life, and is held while
 * we are the slow ones.
 */
export class AttemptTime {
  readonly signal: AbortSignal;
  private readonly controller = new AbortController();
  private timer: NodeJS.Timeout | undefined;
  private silentSince = 0;
  private silence = 0;
  /** Later than that no sign of life helps. */
  private until: number;

  constructor(
    private readonly deadline: AbortSignal,
    private readonly provider: AiProviderId,
    private readonly limits: AttemptLimits,
  ) {
    this.signal = this.controller.signal;
    this.until = performance.now() + limits.shareMs;
    if (deadline.aborted) this.pass();
    else deadline.addEventListener('abort', this.pass, { once: true });
  }

  /** For how long nothing had come when the provider was last waited for, in milliseconds; 0 once that has come. */
  get silentMs(): number {
    return this.silence;
  }

  /** The provider is waited for. */
  wait(): void {
    clearTimeout(this.timer);
    this.silentSince = performance.now();
    this.timer = setTimeout(this.expire, this.limits.timeoutMs);
  }

  /** Something has come of what is waited for. */
  alive(): void {
    if (!this.timer) return;
    this.silentSince = performance.now();
    if (this.silentSince + this.limits.timeoutMs <= this.until) this.timer.refresh();
  }

  /** It is no longer waited for. */
  pause(): void {
    if (!this.timer) return;
    clearTimeout(this.timer);
    this.timer = undefined;
    this.silence = performance.now() - this.silentSince;
  }

  /** What was waited for has come. */
  came(): void {
    this.pause();
    this.silence = 0;
  }

  /** Nobody else will be asked: it may go on for as long as it gives signs of life. */
  isOnlyOne(): void {
    this.until = Infinity;
  }

  /** Must be called when the attempt is over. */
  done(): void {
    this.pause();
    this.deadline.removeEventListener('abort', this.pass);
  }

  private readonly pass = (): void => this.controller.abort(this.deadline.reason);

  private readonly expire = (): void => {
    const { timeoutMs } = this.limits;
    this.controller.abort(new AiFailure(this.provider, 'timeout', `no answer in ${timeoutMs} ms`));
  };
}
