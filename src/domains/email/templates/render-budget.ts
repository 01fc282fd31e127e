/**
 * How long templates may work that belong together, in milliseconds from now: by the clock on the wall, and, where that has run
 * out, by what the thread has computed meanwhile: one that was held up is not the template's fault.
 */
export class RenderBudget {
  private readonly began = performance.now();
  private readonly computed = process.threadCpuUsage();

  constructor(private readonly milliseconds: number) {}

  /** What is left of it; nothing, or less, when it is used up. */
  get left(): number {
    const left = this.milliseconds - (performance.now() - this.began);
    if (left > 0) return left;
    const { user, system } = process.threadCpuUsage(this.computed);
    return this.milliseconds - (user + system) / 1_000;
  }

  /** A part of what is left, so much at most. */
  share(milliseconds: number): RenderBudget {
    return new RenderBudget(Math.min(milliseconds, this.left));
  }
}
