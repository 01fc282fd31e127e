import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { AgentTask } from './agent-task.js';
import type { AgentTaskView, AgentView, Execution, ExecutionData, TaskOutcome } from './agent.dto.js';
import { AgentRegistry } from './agent.registry.js';
import { TaskUnknown } from './agents.errors.js';
import type { BaseAgent } from './base.agent.js';
import type { Run } from './runs/run.js';
import type { ExecuteRequest } from './runs/run.dto.js';
import { RunRecords } from './runs/run-records.js';
import { AgentRuns } from './runs/run.service.js';
import { asThrown } from './runs/run-executor.js';
import type { AgentSettingsChanges, AgentSettingsView } from './settings/agent-settings.dto.js';
import type { AgentAllowance } from './settings/agent-settings.repository.js';
import { AgentSettings } from './settings/agent-settings.service.js';

/** The agents as their owners see them, and tasks for them in the words of every client there has been. */
@Injectable()
export class AgentService {
  private readonly tasks: ReadonlyMap<string, AgentTaskView[]>;

  constructor(
    private readonly registry: AgentRegistry,
    private readonly runs: AgentRuns,
    private readonly records: RunRecords,
    private readonly settings: AgentSettings,
  ) {
    this.tasks = new Map(
      registry.all.map(({ id, tasks }) => [
        id,
        Object.entries(tasks).map(([name, task]) => toTaskView(name, task)),
      ]),
    );
  }

  async list(userId: string): Promise<AgentView[]> {
    const ids = this.registry.all.map(({ id }) => id);
    const [latest, allowances] = await Promise.all([
      this.records.runs.latest(userId, ids),
      this.settings.all(userId),
    ]);
    const runs = new Map(latest.map((run) => [run.agent, run]));
    return this.registry.all.map((agent) => this.toView(agent, runs.get(agent.id), allowances.get(agent.id)));
  }

  /** Gives a task to an agent. Throws what went wrong when the run failed. */
  async execute(userId: string, asked: ExecuteRequest): Promise<Run> {
    const agent = this.registry.get(asked.agent_type);
    const run = await this.runs.start(
      userId,
      { agent: agent.id, task: asked.task_type ?? onlyTaskOf(agent), input: asked.input_data ?? {} },
      {
        background: asked.background ?? false,
        maxSteps: asked.max_steps,
        maxCostUsd: asked.max_cost_usd,
        deadlineSeconds: asked.deadline_seconds,
      },
    );
    if (run.error) throw asThrown(run.error);
    return run;
  }

  async allowance(userId: string, name: string): Promise<AgentSettingsView> {
    const { id } = this.registry.get(name);
    return toSettingsView(id, await this.settings.of(userId, id));
  }

  async allow(userId: string, name: string, changes: AgentSettingsChanges): Promise<AgentSettingsView> {
    const { id } = this.registry.get(name);
    return toSettingsView(id, await this.settings.change(userId, id, changes));
  }

  private toView(
    agent: BaseAgent,
    latest: Run | undefined,
    allowance: AgentAllowance | undefined,
  ): AgentView {
    const { id, name, does, aliases } = agent;
    const isOpen = latest?.status === 'running' || latest?.status === 'queued';
    const status = allowance?.enabled === false ? 'disabled' : isOpen ? 'running' : 'available';
    return {
      id,
      name,
      status,
      does,
      aliases: [...aliases],
      tasks: this.tasks.get(id) ?? [],
      last_run_at: latest?.createdAt ?? null,
    };
  }
}

/** What came of a task in the union of the shapes that clients read. */
export function toExecution(run: Run): Execution {
  const isDone = run.status === 'completed';
  const message = isDone
    ? `Executed ${run.task} for ${run.agent}`
    : run.status === 'waiting'
      ? `Task ${run.task} of ${run.agent} waits for your approval`
      : `Task queued for ${run.agent} agent`;
  const timestamp = run.finishedAt ?? run.createdAt;
  const result = run.output as ExecutionData['result'];
  return {
    success: true,
    status: isDone ? 'success' : run.status,
    message,
    task_id: run.id,
    data: { message, timestamp, user_id: run.userId, result, run_status: run.status },
    error: null,
  };
}

export function toTaskOutcome(run: Run): TaskOutcome {
  const { id, status, output, startedAt, finishedAt } = run;
  const time = startedAt && finishedAt ? Date.parse(finishedAt) - Date.parse(startedAt) : null;
  return { task_id: id, status, output: output as TaskOutcome['output'], execution_time_ms: time };
}

function onlyTaskOf({ name, tasks }: BaseAgent): string {
  const names = Object.keys(tasks);
  const [only] = names;
  if (only === undefined || names.length > 1) throw new TaskUnknown(name, names.join(', '));
  return only;
}

function toTaskView(name: string, { does, risk, input, output }: AgentTask): AgentTaskView {
  const input_schema = z.toJSONSchema(input, { io: 'input', unrepresentable: 'any' });
  const output_schema = z.toJSONSchema(output, { io: 'output', unrepresentable: 'any' });
  return { name, does, risk, input_schema, output_schema };
}

function toSettingsView(
  agent: string,
  { enabled, approveFrom, runBudgetCents }: AgentAllowance,
): AgentSettingsView {
  const run_budget_usd = runBudgetCents === null ? null : runBudgetCents / 100;
  return { agent, enabled, approve_from: approveFrom, run_budget_usd };
}
