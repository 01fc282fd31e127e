import { redacted } from '#kernel/redacted';
import { StepTooLarge } from '../agents.errors.js';
import type { HeldRun, Step } from './run.js';
import { RunLost } from './run-signals.js';
import type { ModelUse, NewStep, StepRepository } from './step.repository.js';

const LONGEST_INPUT = 20_000;
const LONGEST_OUTPUT = 1_000_000;

/** What this run has done so far, and the pen it writes on with. Secrets are struck out before anything is kept. */
export class StepLog {
  private readonly byKey: Map<string, Step>;

  constructor(
    private readonly steps: StepRepository,
    private readonly run: HeldRun,
    before: readonly Step[],
  ) {
    this.byKey = new Map(before.map((step) => [step.key, step]));
  }

  get count(): number {
    return this.byKey.size;
  }

  get costMicros(): number {
    return this.all.reduce((sum, step) => sum + (step.costMicros ?? 0), 0);
  }

  get all(): readonly Step[] {
    return [...this.byKey.values()];
  }

  find(key: string): Step | undefined {
    return this.byKey.get(key);
  }

  async begin(step: NewStep, status: 'running' | 'waiting'): Promise<void> {
    const begun = await this.steps.begin(this.run, { ...step, input: kept(step.input) }, status);
    if (!begun) throw new RunLost();
    this.byKey.set(step.key, begun);
  }

  /** Keeps what came of a step; going on with the run gives it back as it is kept here. */
  async done<T>(key: string, output: T, startedAt: number, usage?: ModelUse): Promise<void> {
    const written = JSON.stringify(output ?? null);
    if (written.length > LONGEST_OUTPUT) throw new StepTooLarge();
    const clean = redacted(JSON.parse(written));
    const durationMs = Math.round(performance.now() - startedAt);
    const result = { status: 'done', output: clean, durationMs, ...(usage && { usage }) } as const;
    if (!(await this.steps.finish(this.run, key, result))) throw new RunLost();
    const step = this.byKey.get(key);
    if (step)
      this.byKey.set(key, {
        ...step,
        status: 'done',
        output: clean,
        costMicros: usage?.costMicros ?? null,
        provider: usage?.provider ?? null,
        model: usage?.model ?? null,
        promptVersion: usage?.promptVersion ?? null,
      });
  }

  async failed(key: string, error: unknown, startedAt: number): Promise<void> {
    const message = error instanceof Error ? error.message : String(error);
    await this.steps.finish(this.run, key, {
      status: 'failed',
      error: String(redacted(message)).slice(0, 2_000),
      durationMs: Math.round(performance.now() - startedAt),
    });
  }
}

/** What a step was given, for people to read: without secrets, and cut where it is long. */
function kept(input: unknown): unknown {
  const clean = redacted(JSON.parse(JSON.stringify(input ?? null)));
  const written = JSON.stringify(clean);
  return written.length <= LONGEST_INPUT ? clean : { cut: written.slice(0, LONGEST_INPUT) };
}
