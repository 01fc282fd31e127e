import { type BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import { AppError } from '#kernel/errors';
import { Ai } from '#platform/ai/ai';
import { Database } from '#platform/database/database';
import { AgentRegistry } from '../agent.registry.js';
import { RunTimedOut } from '../agents.errors.js';
import { AgentSettings } from '../settings/agent-settings.service.js';
import { AgentRun } from './agent-run.js';
import { LEASE_SECONDS } from './lease.repository.js';
import type { Run, RunError } from './run.js';
import { RunRecords } from './run-records.js';
import { RunHandedBack, RunLost, WaitsForApproval } from './run-signals.js';
import { RunWatch } from './run-watch.js';
import type { RunEnding } from './run.repository.js';
import { StepLog } from './step-log.js';

/** Works on runs. Whoever calls it, only one worker holds a run at a time, and each step that is done stays done. */
@Injectable()
export class RunExecutor implements BeforeApplicationShutdown {
  private readonly logger = new Logger(RunExecutor.name);
  private readonly working = new Set<Promise<void>>();

  constructor(
    private readonly database: Database,
    private readonly records: RunRecords,
    private readonly registry: AgentRegistry,
    private readonly settings: AgentSettings,
    private readonly watch: RunWatch,
    private readonly ai: Ai,
  ) {}

  /** Works on the run until it is over, waits for a person or is given back; a run that somebody else has taken is left alone. */
  async execute(userId: string, runId: string, stop?: AbortSignal): Promise<void> {
    const work = this.database.as(userId, () => this.take(userId, runId, stop));
    this.working.add(work);
    try {
      await work;
    } finally {
      this.working.delete(work);
    }
  }

  /** Gives back what is being worked on: another process goes on with it. */
  async beforeApplicationShutdown(): Promise<void> {
    this.watch.abortAll(new RunHandedBack());
    await Promise.allSettled(this.working);
  }

  private async take(userId: string, runId: string, stop: AbortSignal | undefined): Promise<void> {
    const run = await this.records.runs.claim(userId, runId, LEASE_SECONDS);
    if (!run) return;
    const controller = this.watch.hold(run);
    const handBack = (): void => controller.abort(new RunHandedBack());
    const { deadlineSeconds } = run.limits;
    const tooLate = setTimeout(
      () => controller.abort(new RunTimedOut(deadlineSeconds)),
      deadlineSeconds * 1_000,
    );
    stop?.addEventListener('abort', handBack, { once: true });
    try {
      await this.records.runs.end(run, await this.outcome(run, controller.signal));
    } finally {
      clearTimeout(tooLate);
      stop?.removeEventListener('abort', handBack);
      this.watch.letGo(run);
    }
  }

  private async outcome(run: Run, signal: AbortSignal): Promise<RunEnding> {
    try {
      const { agent, task } = this.registry.task(run.agent, run.task);
      const { approveFrom } = await this.settings.of(run.userId, agent.id);
      const steps = new StepLog(this.records.steps, run, await this.records.steps.of(run.userId, run.id));
      const note = (progress: number, words: string) => this.records.runs.note(run, progress, words);
      const tools = { ai: this.ai, database: this.database, steps, approveFrom, signal, note };
      return { status: 'completed', output: await task.perform(new AgentRun(run, tools), run.input) };
    } catch (error) {
      return this.ending(run, signal.aborted ? signal.reason : error);
    }
  }

  private ending(run: Run, error: unknown): RunEnding {
    if (error instanceof WaitsForApproval) return { status: 'waiting' };
    if (error instanceof RunHandedBack || error instanceof RunLost) return { status: 'queued' };
    if (!(error instanceof AppError))
      this.logger.error({ err: error, run: run.id, agent: run.agent, task: run.task }, 'A run failed');
    const told = toRunError(error);
    return { status: ENDED_BY_A_PERSON.has(told.code) ? 'cancelled' : 'failed', error: told };
  }
}

const ENDED_BY_A_PERSON: ReadonlySet<string> = new Set(['agents/run-cancelled', 'agents/run-rejected']);

/** What nobody foresaw is logged in full and told to no one. */
export function toRunError(error: unknown): RunError {
  if (!(error instanceof AppError))
    return {
      code: 'internal/unexpected',
      kind: 'unexpected',
      message: 'Something went wrong here. It has been logged.',
    };
  const { code, kind, message, issues, retryAfter } = error;
  return { code, kind, message, ...(issues && { issues }), ...(retryAfter !== undefined && { retryAfter }) };
}

/** The error of a run, as the process that met it would have thrown it. */
export function asThrown({ code, kind, message, issues, retryAfter }: RunError): Error {
  if (kind === 'unexpected') return new Error(message);
  const error = new AppError(code, kind, message);
  if (issues) error.withIssues(issues);
  return retryAfter === undefined ? error : error.after(retryAfter);
}
