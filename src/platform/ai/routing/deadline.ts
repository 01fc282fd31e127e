import { AiTimedOut } from '../ai.errors.js';
import type { AiProviderId } from '../ai-request.js';
import { AiFailure } from '../providers/ai-failure.js';

/** The time-out of one attempt: it can be held while we are the slow ones. */
export interface AttemptTime {
  readonly signal: AbortSignal;
  readonly pause: () => void;
  readonly again: () => void;
  readonly done: () => void;
}

/** How long a whole request may take, whoever is asked; it ends early when the caller goes away. */
export class Deadline {
  readonly signal: AbortSignal;
  private readonly controller = new AbortController();
  private readonly timer: NodeJS.Timeout;
  private readonly endsAt: number;

  constructor(
    ms: number,
    private readonly caller: AbortSignal | undefined,
  ) {
    this.endsAt = Date.now() + ms;
    this.timer = setTimeout(() => this.controller.abort(new AiTimedOut()), ms);
    this.signal = this.controller.signal;
    if (caller?.aborted) this.follow();
    else caller?.addEventListener('abort', this.follow, { once: true });
  }

  get leftMs(): number {
    return Math.max(0, this.endsAt - Date.now());
  }

  /** A signal for one attempt: the deadline's, or a time-out that runs from each `again` to the next `pause`. `done` must be called. */
  attempt(provider: AiProviderId, ms: number): AttemptTime {
    const controller = new AbortController();
    const pass = (): void => controller.abort(this.signal.reason);
    const expire = (): void => controller.abort(new AiFailure(provider, 'timeout', `no answer in ${ms} ms`));
    let timer: NodeJS.Timeout | undefined;
    if (this.signal.aborted) pass();
    else this.signal.addEventListener('abort', pass, { once: true });
    return {
      signal: controller.signal,
      pause: () => clearTimeout(timer),
      again: () => {
        clearTimeout(timer);
        timer = setTimeout(expire, ms);
      },
      done: () => {
        clearTimeout(timer);
        this.signal.removeEventListener('abort', pass);
      },
    };
  }

  /** What comes of `work`, or why the request ended before; then `late` gets what comes of it all the same. */
  async within<T>(work: Promise<T>, late: (result: T) => void): Promise<T> {
    let stop: (() => void) | undefined;
    const over = new Promise<never>((_, reject) => {
      stop = () => reject(this.signal.reason as Error);
      if (this.signal.aborted) stop();
      else this.signal.addEventListener('abort', stop, { once: true });
    });
    try {
      return await Promise.race([work, over]);
    } catch (error) {
      work.then(late, () => undefined);
      throw error;
    } finally {
      if (stop) this.signal.removeEventListener('abort', stop);
    }
  }

  /** Waits, or throws why the request ended meanwhile. */
  async sleep(ms: number): Promise<void> {
    this.signal.throwIfAborted();
    await new Promise<void>((resolve, reject) => {
      const stop = (): void => {
        clearTimeout(timer);
        reject(this.signal.reason as Error);
      };
      const timer = setTimeout(() => {
        this.signal.removeEventListener('abort', stop);
        resolve();
      }, ms);
      this.signal.addEventListener('abort', stop, { once: true });
    });
  }

  /** Must be called when the request is over. */
  done(): void {
    clearTimeout(this.timer);
    this.caller?.removeEventListener('abort', this.follow);
  }

  private readonly follow = (): void => this.controller.abort(this.caller?.reason);
}
