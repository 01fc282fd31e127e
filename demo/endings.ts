type Ending = () => void | Promise<void>;

/** What has to be stopped and cleared away at the end, whatever happened: last begun, first ended, each once. */
export class Endings {
  private readonly endings: Ending[] = [];
  private ending: Promise<void> | undefined;

  add(ending: Ending): void {
    this.endings.push(ending);
  }

  /** Whether clearing away has begun: what fails from now on fails because of it. */
  get isOver(): boolean {
    return this.ending !== undefined;
  }

  /** Also when called twice, as by Ctrl-C during the end, everything ends once. */
  run(): Promise<void> {
    return (this.ending ??= this.runAll());
  }

  private async runAll(): Promise<void> {
    for (let ending = this.endings.pop(); ending; ending = this.endings.pop())
      try {
        await ending();
      } catch (error) {
        process.stderr.write(`Could not be cleared away: ${String(error)}\n`);
      }
  }
}
