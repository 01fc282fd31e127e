import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import { isUuid, newId } from '#kernel/ids';
import type { Page } from '#kernel/page';
import { redacted } from '#kernel/redacted';
import { Settings } from '#platform/config/settings';
import { Jobs } from '#platform/jobs/jobs';
import { AgentRegistry, type FoundTask } from '../agent.registry.js';
import { RunNotFound, TaskInputRefused, TooManyRuns } from '../agents.errors.js';
import { type AgentAllowance } from '../settings/agent-settings.repository.js';
import { AgentSettings } from '../settings/agent-settings.service.js';
import { fieldIssues } from './field-issues.js';
import type { Run, RunLimits, RunTrigger, Step } from './run.js';
import { asThrown, RunExecutor } from './run-executor.js';
import { ExecuteRunJob } from './run.jobs.js';
import { RunRecords } from './run-records.js';
import type { RunQuery } from './run.repository.js';

const OPEN_RUNS_AT_MOST = 50;
const STEPS_AT_MOST = 200;
const DEADLINE_SECONDS = 900;
const MICROS_PER_CENT = 10_000;

/** What a caller may ask for besides the task itself. */
export interface StartOptions {
  readonly trigger?: RunTrigger;
  /** Do not wait for the end. */
  readonly background?: boolean;
  readonly maxSteps?: number | undefined;
  /** US dollars. */
  readonly maxCostUsd?: number | undefined;
  readonly deadlineSeconds?: number | undefined;
}

/** Tasks given to agents: the only door to their work, always for an owner, always written down. */
@Injectable()
export class AgentRuns {
  private readonly logger = new Logger(AgentRuns.name);

  constructor(
    private readonly registry: AgentRegistry,
    private readonly settings: AgentSettings,
    private readonly records: RunRecords,
    private readonly executor: RunExecutor,
    private readonly config: Settings,
    private readonly jobs: Jobs,
  ) {}

  /**
   * Gives a task to an agent and waits for what comes of it, at most `AGENT_WAIT_SECONDS`: a run that takes longer goes on by
   * itself and is answered as it stands.
   */
  async start(
    userId: string,
    wanted: { agent: string; task: string; input: unknown },
    options: StartOptions = {},
  ): Promise<Run> {
    const id = await this.add(userId, wanted, options);
    return this.carryOn(userId, id, options.background ? 0 : this.config.AGENT_WAIT_SECONDS * 1_000);
  }

  /** Gives a task to an agent and answers the run's id; a job works on it, which is there only if the transaction commits. */
  async enqueue(
    userId: string,
    wanted: { agent: string; task: string; input: unknown },
    options: StartOptions = {},
  ): Promise<string> {
    const runId = await this.add(userId, wanted, options);
    await this.jobs.send(ExecuteRunJob, { ownerId: userId, runId });
    return runId;
  }

  /** Does a task to its end and answers its outcome, or throws what went wrong. For callers that need the outcome itself. */
  async perform<Outcome>(
    userId: string,
    wanted: { agent: string; task: string; input: unknown },
  ): Promise<{ readonly run: Run; readonly outcome: Outcome | null }> {
    const run = await this.start(userId, wanted);
    if (run.error) throw asThrown(run.error);
    return { run, outcome: run.status === 'completed' ? (run.output as Outcome) : null };
  }

  async get(userId: string, id: string): Promise<Run> {
    const run = isUuid(id) ? await this.records.runs.find(userId, id) : undefined;
    if (!run) throw new RunNotFound();
    return run;
  }

  /** Those of the user's among the ids. */
  async many(userId: string, ids: readonly string[]): Promise<Run[]> {
    return ids.length === 0 ? [] : this.records.runs.many(userId, ids);
  }

  list(userId: string, query: RunQuery): Promise<Page<Run>> {
    return this.records.runs.list(userId, query);
  }

  steps(userId: string, id: string, revision?: number): Promise<Step[]> {
    return this.records.steps.of(userId, id, revision);
  }

  /** Works on a run that waits in the queue, and answers it as it stands after `waitMs` at most. */
  async carryOn(userId: string, id: string, waitMs: number): Promise<Run> {
    const work = this.executor.execute(userId, id).catch((error: unknown) => {
      this.logger.error({ err: error, run: id }, 'A run could not be worked on');
    });
    const timer = new AbortController();
    await Promise.race([work, sleep(waitMs, undefined, { signal: timer.signal }).catch(() => undefined)]);
    timer.abort();
    return this.get(userId, id);
  }

  private async add(
    userId: string,
    wanted: { agent: string; task: string; input: unknown },
    options: StartOptions,
  ): Promise<string> {
    const found = this.registry.task(wanted.agent, wanted.task);
    const allowance = await this.settings.ofWorking(userId, found.agent.id);
    const input = checked(found, wanted.input);
    const id = newId();
    const run = { id, agent: found.agent.id, task: found.name, trigger: options.trigger ?? 'api', input };
    const limits = limitsOf(allowance, options);
    if (!(await this.records.runs.add(userId, { ...run, limits }, OPEN_RUNS_AT_MOST)))
      throw new TooManyRuns(OPEN_RUNS_AT_MOST);
    return id;
  }
}

function checked({ name, task }: FoundTask, given: unknown): unknown {
  const read = task.input.safeParse(given ?? {});
  if (!read.success) throw new TaskInputRefused(name).withIssues(fieldIssues(read.error));
  return redacted(given ?? {});
}

function limitsOf({ runBudgetCents }: AgentAllowance, options: StartOptions): RunLimits {
  const allowed = runBudgetCents === null ? null : runBudgetCents * MICROS_PER_CENT;
  const asked = options.maxCostUsd === undefined ? null : Math.round(options.maxCostUsd * 1_000_000);
  return {
    maxSteps: Math.min(options.maxSteps ?? STEPS_AT_MOST, STEPS_AT_MOST),
    budgetMicros: allowed !== null && asked !== null ? Math.min(allowed, asked) : (allowed ?? asked),
    deadlineSeconds: Math.min(options.deadlineSeconds ?? DEADLINE_SECONDS, DEADLINE_SECONDS),
  };
}
