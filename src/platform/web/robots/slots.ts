import { Busy } from '../web.errors.js';

/** Lets so many work at once; the others wait in the order in which they came, and no more than `most` of them. */
export class Slots {
  private free: number;
  private readonly waiting = new Set<() => void>();

  constructor(
    private readonly all: number,
    private readonly most: number,
  ) {
    this.free = all;
  }

  get idle(): boolean {
    return this.free === this.all;
  }

  /** Runs `work` when it is its turn; who gives up waiting makes room. */
  async use<Result>(signal: AbortSignal, work: () => Promise<Result>): Promise<Result> {
    await this.turn(signal);
    try {
      signal.throwIfAborted();
      return await work();
    } finally {
      this.release();
    }
  }

  private async turn(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (this.free > 0) {
      this.free--;
      return;
    }
    if (this.waiting.size >= this.most) throw new Busy().after(5);
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const leave = () => {
      this.waiting.delete(resolve);
      reject(signal.reason as Error);
    };
    this.waiting.add(resolve);
    signal.addEventListener('abort', leave, { once: true });
    await promise.finally(() => signal.removeEventListener('abort', leave));
  }

  /** Hands the slot to the next, so that nobody who comes now is before it. */
  private release(): void {
    const [next] = this.waiting;
    if (!next) {
      this.free++;
      return;
    }
    this.waiting.delete(next);
    next();
  }
}
