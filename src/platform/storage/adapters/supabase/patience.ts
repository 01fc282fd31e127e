/** Ends a transfer in which the other side has let us wait for too long; time that we take ourselves does not count. */
export class Patience {
  private readonly controller = new AbortController();
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly milliseconds: number) {}

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** It is the other side's turn. */
  wait(): void {
    this.rest();
    this.timer = setTimeout(() => this.end(), this.milliseconds);
  }

  /** It is our turn. */
  rest(): void {
    clearTimeout(this.timer);
  }

  end(): void {
    this.rest();
    this.controller.abort();
  }
}
