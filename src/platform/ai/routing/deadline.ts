import { AiTimedOut } from '../ai.errors.js';

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
